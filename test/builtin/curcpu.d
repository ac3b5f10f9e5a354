/* @dtrace-args: -q */
BEGIN
{
	printf("%d\n", curcpu->cpu_id == cpu);
	exit(0);
}
