/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%s\n", basename(d_path(&curthread->fs->pwd)));
	exit(0);
}
