/* One line a frame, indented; the first is the kernel's.
 * @dtrace-args: -q
 * @program: getppid-once
 * @filter: s/^ {14}(vmlinux`)?[A-Za-z0-9_.]+(\+0x[0-9a-f]+)?$/FRAME/ */
syscall::getppid:entry
/pid == $target/
{
	stack(2);
	exit(0);
}
