/* @dtrace-args: -qw
 * @program: echo-buffer
 * @filter: /^$/d */
syscall::getppid:entry
/pid == $target/
{
	raise(10);
}
