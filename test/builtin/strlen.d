/* @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	s = "seven c";
	printf("%d %d %d %d\n", strlen(""), strlen("a"), strlen(s), strlen(probename));
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d\n", strlen(copyinstr(arg0)), strlen(execname));
	exit(0);
}
