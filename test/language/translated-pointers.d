/* A translated pointer as a value is the address of what it is translated from.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", curpsinfo != NULL, curpsinfo == NULL, curlwpsinfo ? 1 : 2);
	printf("%d\n", (uint64_t)curpsinfo == (uint64_t)curthread);
	printf("%d\n", (int64_t)curcpu == cpu);
	@[curpsinfo == (void *)curthread] = count();
	@address[curpsinfo] = count();
	printa("%d %@d\n", @);
	printa("%@d\n", @address);
	trace((int64_t)curpsinfo < 0);
	printf(" %d\n", strlen(curpsinfo->pr_fname));
	printf("%d\n", lltostr((uint64_t)curpsinfo) == lltostr((uint64_t)curthread));
	exit(0);
}
