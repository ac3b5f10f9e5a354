/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d\n", __cpu_chip(cpu) >= 0, __cpu_chip(cpu) == curcpu->cpu_chip);
	exit(0);
}
