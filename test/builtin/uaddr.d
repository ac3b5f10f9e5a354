/* @dtrace-args: -q
 * @program: arguments
 * @filter: s/ +/ /g */
syscall::getppid:entry
/pid == $target/
{
	@[uaddr(arg2 + 2)] = count();
	exit(0);
}
