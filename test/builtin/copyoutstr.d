/* @dtrace-args: -qw
 * @requires: guest
 * @program: echo-buffer
 * @filter: /^$/d */
syscall::getppid:entry
/pid == $target/
{
	copyoutstr("written", arg0, 16);
}
