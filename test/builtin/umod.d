/* @dtrace-args: -q
 * @program: arguments
 * @filter: s/ +/ /g */
syscall::getppid:entry
/pid == $target/
{
	@[umod(arg2)] = count();
	exit(0);
}
