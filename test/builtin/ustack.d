/* @dtrace-args: -q
 * @program: getppid-once
 * @filter: s/^ {14}(getppid-once`)?[A-Za-z0-9_.]+(\+0x[0-9a-f]+)?$/FRAME/ */
syscall::getppid:entry
/pid == $target/
{
	ustack(1);
	exit(0);
}
