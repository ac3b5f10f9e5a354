/* @dtrace-args: -q
 * @program: getppid-once */
BEGIN, syscall::getppid:entry
/probeprov == "dtrace" || pid == $target/
{
	printf("%s\n", probeprov);
}
syscall::getppid:return
/pid == $target/
{
	exit(0);
}
