/* The registers of a system call: its first argument, and its number as the kernel saved it.
 * @dtrace-args: -q
 * @program: arguments */
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d\n", uregs[R_RDI] == arg0, uregs[R_R8] == 15);
	printf("%d\n", uregs[R_RIP] > 4096 && uregs[R_RSP] > uregs[R_RIP]);
	exit(0);
}
