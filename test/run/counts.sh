# Every call of two programs on two processors is counted, by every way of counting.
# @requires: cpus
# @time: 60
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 20000 || echo 200000)
"$DTRACE" -q -c "sh -c 'getppid-loop $calls 0 & getppid-loop $calls 1; wait'" -n '
syscall::getppid:entry
/progenyof($target) && execname == "getppid-loop"/
{
	@all = count();
	@sum = sum(2);
	@cpu[cpu] = count();
	@name[execname, probefunc] = count();
	@quantize = quantize(cpu);
	@lquantize = lquantize(cpu, 0, 2);
	seen[cpu]++;
}
syscall::getppid:return
/progenyof($target) && execname == "getppid-loop"/
{
	@returns = count();
}
END
{
	printa("all %@d\n", @all);
	printa("sum %@d\n", @sum);
	printa("cpu %d %@d\n", @cpu);
	printa("%s %s %@d\n", @name);
	printa("returns %@d\n", @returns);
	printf("seen %d %d\n", seen[0], seen[1]);
	printa(@quantize);
	printa(@lquantize);
}' | sed -E "s/\b$calls\b/N/g; s/\b$((2 * calls))\b/2N/g; s/\b$((4 * calls))\b/4N/g; s/ +\$//; s/ +\|/ |/; s/  +/ /g; s/^ //" | sed -E '/\| +0$|^$/d'
