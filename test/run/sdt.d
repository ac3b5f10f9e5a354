/*
 * An event's arguments are the fields of its record: numbers by their size and sign, arrays by
 * address, in the record or behind it.
 * @dtrace-args: -q
 * @program: sh -c '/bin/true; :'
 */
sdt:sched::sched_process_exec
/progenyof($target) && args[1] == pid/
{
	printf("%s %d %d %s\n", stringof(args[0]), args[1] == args[2], arg1 == pid, probemod);
}

sdt:syscalls::sys_enter_exit_group
/progenyof($target) && execname == "true"/
{
	printf("status %d\n", args[1]);
}

sdt:sched::sched_process_exit
/progenyof($target) && stringof(args[0]) == "true"/
{
	printf("%s %d\n", args[0], args[1] == pid);
}
