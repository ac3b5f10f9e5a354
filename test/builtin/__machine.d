/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", __machine(3) > 0, __machine(4) >= __machine(3), __machine(-1) + __machine(99));
	printf("%d %d\n", __machine(11), `ncpus_online == __machine(3));
	printf("%d %d\n", `physmem > `freemem, `max_pfn >= `physmem);
	exit(0);
}
