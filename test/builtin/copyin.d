/* @dtrace-args: -q
 * @program: arguments */
syscall::getppid:entry
/pid == $target/
{
	this->p = (char *)copyin(arg0, arg1);
	this->q = (char *)copyin(arg0 + 8, 3);
	printf("%c%c%c %c %d\n", this->p[0], this->p[1], this->p[2], this->q[0], this->p[19]);
	printf("%s\n", stringof(this->p));
	exit(0);
}
