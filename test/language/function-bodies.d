/* Headers of C: bodies of functions, attributes and extension words are passed over.
 * @dtrace-args: -q */
__extension__ typedef unsigned long long wide_t __attribute__ ((__aligned__ (8)));
static __inline __attribute__ ((__const__)) wide_t
twice(wide_t x)
{
	char *text = "} /* not yet"; /* } */ // }
	if (text[0] == '}') { return (x + x); }
	return 0;
}
inline int once(int x) { return x; }
static inline int never(void);
extern int strange (const char *__restrict __name, __const int n) __asm__ ("" "other") ;
_Static_assert (sizeof (int) == 4, "int");
struct packed { char c; __extension__ union { int i; }; } __attribute__ ((packed));
BEGIN
{
	x = (wide_t)3;
	printf("%d %d\n", x, sizeof (wide_t));
	exit(0);
}
