/* @dtrace-args: -q
 * @program: arguments */
syscall::getppid:entry
/pid == $target/
{
	printf("%s\n", copyinstr(arg0));
	printf("%s %d\n", copyinstr(arg0 + 5), strlen(copyinstr(arg0)));
	printf("%s\n", copyinstr(arg0, 4));
	exit(0);
}
