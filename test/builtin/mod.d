/* @dtrace-args: -q
 * @program: getppid-once
 * @filter: s/ +/ /g */
syscall::getppid:entry
/pid == $target/
{
	@[mod(caller)] = count();
	exit(0);
}
