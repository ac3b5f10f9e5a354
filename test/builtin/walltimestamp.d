/* The time of day: after 2024, before 2100, and as the shell has it.
 * @dtrace-args: -qw
 * @filter: s/^[0-9]{10} [0-9]{10}$/seconds/ */
BEGIN
{
	printf("%d\n", walltimestamp > 1704067200000000000 && walltimestamp < 4102444800000000000);
	system("s=%d; n=$(date +%%s); [ $((n - s)) -ge 0 ] && [ $((n - s)) -le 5 ] && echo same",
	    walltimestamp / 1000000000);
	exit(0);
}
