/* sizeof of types and of expressions.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d %d %d\n", sizeof (char), sizeof (short), sizeof (int), sizeof (long),
	    sizeof (long long));
	printf("%d %d %d %d\n", sizeof (int8_t), sizeof (uint16_t), sizeof (int32_t),
	    sizeof (uint64_t));
	printf("%d %d %d\n", sizeof (void *), sizeof (size_t), sizeof (pid_t));
	x = (short)1;
	printf("%d %d\n", sizeof (x), sizeof x);
	exit(0);
}
