/* @dtrace-args: -qw
 * @requires: guest
 * @program: echo-buffer
 * @filter: /^$/d */
syscall::getppid:entry
/pid == $target/
{
	this->p = (char *)alloca(4);
	this->p[0] = 'W';
	this->p[1] = 'A';
	copyout(this->p, arg0 + 6, 2);
}
