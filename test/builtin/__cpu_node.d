/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d\n", __cpu_node(cpu) >= 0, __cpu_node(cpu) == curcpu->cpu_lgrp);
	exit(0);
}
