/* The registers of a system call: its first argument, and what is the same by two names.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", uregs[R_RDI] == arg0);
	printf("%d\n", uregs[R_PC] > 4096 && uregs[R_SP] > uregs[R_PC]);
	printf("%d\n", uregs[R_PC] == uregs[R_RIP] && uregs[R_SP] == uregs[R_RSP]);
	printf("%d\n", uregs[R_CS] == 0x33 && uregs[R_FSBASE] != 0);
	self->n = R_RIP;
	printf("%d\n", uregs[self->n] == uregs[R_PC]);
	exit(0);
}
