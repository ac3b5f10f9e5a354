/* The names of the faults that ERROR tells of.
 * @dtrace-args: -q
 * @sort
 * (The order of ERROR's output is not asked here.) */
ERROR
{
	printf("%s\n", arg4 == DTRACEFLT_BADADDR ? "bad address" :
	    arg4 == DTRACEFLT_DIVZERO ? "division" : "other");
}
BEGIN { zero = 0; trace(7 / zero); }
BEGIN { trace(*(int *)8); }
BEGIN
{
	printf("%d %d %d %d %d %d %d %d %d %d\n", DTRACEFLT_UNKNOWN, DTRACEFLT_BADADDR,
	    DTRACEFLT_BADALIGN, DTRACEFLT_ILLOP, DTRACEFLT_DIVZERO, DTRACEFLT_NOSCRATCH,
	    DTRACEFLT_KPRIV, DTRACEFLT_UPRIV, DTRACEFLT_TUPOFLOW, DTRACEFLT_BADSTACK);
	exit(0);
}
