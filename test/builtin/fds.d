/* @dtrace-args: -q
 * @program: cmp -s /dev/null /dev/zero */
syscall::read:entry
/pid == $target && arg0 > 2 && fds[arg0].fi_name == "zero"/
{
	printf("%s %s %s\n", fds[arg0].fi_name, fds[arg0].fi_pathname, fds[arg0].fi_dirname);
	exit(0);
}
