/* Pointers whose type says that they are the process's are read there, by every function and action.
 * @dtrace-args: -q
 * @program: arguments
 * @filter: s/0x[0-9a-f]+/ADDRESS/
 * @filter: s/probe ID [0-9]+/probe ID N/ */
syscall::getppid:entry
/pid == $target/
{
	this->p = (userland char *)arg0;	/* "text of the program" */
	this->b = (char *)alloca(8);
	bcopy(this->p, this->b, 4);
	printf("%s\n", stringof(this->b));
	printf("%s\n", inet_ntoa((userland ipaddr_t *)arg0));
	printf("%s\n", inet_ntop(2, this->p + 1));
	printf("%s\n", inet_ntop(10, this->p));
	printf("%s\n", inet_ntoa6((userland void *)arg0));
	printf("%s\n", link_ntop(1, this->p));
	printf("%s\n", memstr(this->p, '.', 5));
	printm(4, memref(this->p, 4));
	this->kept = memref(this->p + 5, 2);
	self->kept = memref(this->p + 8, 3);
	printm(4, this->kept);
	printm(4, self->kept);
	printm(4, this->p);
	tracemem(this->p, 4);
	printf("%c %c %d\n", *this->p, this->p[1], strlen(this->p));
	printf("%s %s\n", strjoin(this->p, "!"), strchr(this->p, 'p'));
}

syscall::getppid:entry
/pid == $target/
{
	bcopy((char *)arg0, alloca(4), 4);	/* the kernel's memory: not so */
	printf("not reached\n");
}

syscall::getppid:entry
/pid == $target/
{
	exit(0);
}
