/* sysinfo: the counters of a program whose calls are known. Its pipe has 400 reads and writes of a byte. */
/* @dtrace-args: -q */
/* @program: counted-calls */

inline int ours = pid == $target || ppid == $target;

sysinfo:::sysread, sysinfo:::syswrite, sysinfo:::sysfork, sysinfo:::sysvfork /pid == $target/
{
	@[probename] = sum(args[0]);
}
sysinfo:::readch, sysinfo:::writech /pid == $target/ { @[probename] = sum(arg0); }
sysinfo:::sysexec /ppid == $target/ { @[probename] = sum(args[0]); }
sysinfo:::nthreads /pid == $target/ { @[probename] = sum(args[0]); }
sysinfo:::pswitch /pid == $target/ { switches++; }
sysinfo:::trap /ours/ { traps++; }

END
{
	printa("%s %@d\n", @);
	printf("switches %d, traps %d\n", switches >= 12, traps > 0);
}
