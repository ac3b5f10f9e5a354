/* @dtrace-args: -q
 * @program: arguments */
syscall::getppid:entry
/pid == $target/
{
	this->p = (char *)alloca(8);
	copyinto(arg0, 4, this->p);
	printf("%s\n", stringof(this->p));
	exit(0);
}
