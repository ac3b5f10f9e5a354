/*
 * A tracepoint's arguments have the types of the kernel's C code; a pointer is followed.
 * @dtrace-args: -q
 * @program: sh -c '/bin/true; :'
 */
rawtp:sched::sched_process_exec
/args[0]->comm == "true" && args[0]->pid == pid && progenyof($target)/
{
	printf("%s %s, pid %s\n", args[0]->comm, stringof(args[2]->filename),
	    args[1] == pid ? "kept" : "changed");
	printf("%d %d %s\n", arg0 == (uintptr_t)curthread, arg3 + arg9, probemod);
}
