/* Typedefs, enumerations and structures that D declares itself.
 * @dtrace-args: -q */
typedef unsigned short word_t;
enum kind { FIRST = 3, SECOND, THIRD = 10, FOURTH };
typedef struct pair { int a; long b; } pair_t;
word_t w;
pair_t p;
enum kind k;
BEGIN
{
	w = 65536 + 5;
	p.a = 1;
	p.b = p.a + SECOND;
	k = FOURTH;
	printf("%d %d %d %d\n", w, p.b, k, sizeof (pair_t));
	printf("%d %d\n", offsetof(pair_t, b), THIRD - FIRST);
	exit(0);
}
