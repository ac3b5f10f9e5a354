/* inline names are expressions, evaluated where they are used; with parameters too.
 * @dtrace-args: -q */
inline int LIMIT = 10 * 2;
inline string NAME = "inline";
inline int twice[int n] = n * 2;
inline int seen = x + 1;
BEGIN
{
	x = 4;
	printf("%d %s %d %d\n", LIMIT, NAME, twice[x + 1], seen);
	x = 9;
	printf("%d\n", seen);
	exit(0);
}
