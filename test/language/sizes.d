/* sizeof of types and of expressions.
 * @dtrace-args: -q */
struct { int few : 17; } bits;
BEGIN
{
	printf("%d %d %d %d %d\n", sizeof (char), sizeof (short), sizeof (int), sizeof (long),
	    sizeof (long long));
	printf("%d %d %d %d\n", sizeof (int8_t), sizeof (uint16_t), sizeof (int32_t),
	    sizeof (uint64_t));
	printf("%d %d %d\n", sizeof (void *), sizeof (size_t), sizeof (pid_t));
	x = (short)1;
	printf("%d %d\n", sizeof (x), sizeof x);
	printf("%d %d\n", sizeof (+bits.few), sizeof (1 ? +bits.few : 0));
	exit(0);
}
