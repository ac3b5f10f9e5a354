/* @requires: bpf_loop
 * @dtrace-args: -qw */
BEGIN
{
	start = timestamp;
	chill(20000000);
	exit(0);
}
END
{
	printf("%d\n", timestamp - start >= 20000000);
}
