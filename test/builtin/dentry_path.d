/* @dtrace-args: -q
 * @program: cmp -s /dev/null /proc/self/stat */
syscall::read:entry
/pid == $target && arg0 > 2 && fds[arg0].fi_name == "stat"/
{
	printf("%s %s\n", dirname(dirname(dentry_path(getf(arg0)->f_path.dentry, getf(arg0)->f_path.mnt))),
	    basename(dentry_path(getf(arg0)->f_path.dentry, getf(arg0)->f_path.mnt)));
	exit(0);
}
