/* Probes that a program brings along, on old and new kernels: operands of every kind, several places
 * of one probe, and a semaphore. */
/* @program: noted */
/* @dtrace-args: -q */
noted$target:::number
{
	printf("number %d %d %d %d %d %d\n", args[0], args[1], arg2, args[3], args[4], args[5]);
}
noted$target:::memory
{
	printf("memory %d %d %d %d\n", arg0, arg1, arg2, (int)arg3);
}
noted$target:noted:main:inlined
{
	printf("%s:%s:%s %d\n", probemod, probefunc, probename, arg0);
}
