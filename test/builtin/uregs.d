/* The registers of a system call: its first argument, what is the same by two names, and some that only this
 * processor has.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", (__has_type(struct cpuinfo_x86) ? uregs[R_RDI] : uregs[R_X0]) == arg0);
	printf("%d\n", uregs[R_PC] > 4096 && uregs[R_SP] > uregs[R_PC]);
	printf("%d\n", __has_type(struct cpuinfo_x86) ?
	    uregs[R_PC] == uregs[R_RIP] && uregs[R_SP] == uregs[R_RSP] :
	    uregs[R_PC] == uregs[64 + 32] && uregs[R_FP] == uregs[R_X29]);
	printf("%d\n", __has_type(struct cpuinfo_x86) ?
	    uregs[R_CS] == 0x33 && uregs[R_FSBASE] != 0 :
	    uregs[R_X8] == 173 && uregs[R_LR] > 4096);
	self->n = R_SP;
	printf("%d\n", uregs[self->n] == uregs[R_SP]);
	exit(0);
}
