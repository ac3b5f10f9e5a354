/* @dtrace-args: -q
 * @program: arguments
 * @filter: s/ +/ /g */
syscall::getppid:entry
/pid == $target/
{
	@[ufunc(arg2 + 1)] = count();
	exit(0);
}
