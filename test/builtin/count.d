/* @dtrace-args: -q
 * @program: getppid-loop 1000 */
syscall::getppid:entry
/pid == $target/
{
	@ = count();
	@k[execname, probefunc] = count();
}
END
{
	printa("%@d\n", @);
	printa("%s %s %@d\n", @k);
	trunc(@);
	trunc(@k);
}
