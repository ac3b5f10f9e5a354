/* @dtrace-args: -q
 * @program: getppid-once
 * @filter: s/ +/ /g; s/`[a-zA-Z0-9_.]+/`NAME/ */
syscall::getppid:entry
/pid == $target/
{
	@[func(caller)] = count();
	exit(0);
}
