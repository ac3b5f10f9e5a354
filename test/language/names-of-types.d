/* Behind a word of a basic type a name is what is declared, though it is a type's or D's own elsewhere;
 * @dtrace-args: -q */
struct odd { long string; unsigned pid_t; int string2, probe; char string3[4]; };
struct odd2 { unsigned long string, pid_t; };
BEGIN
{
	printf("%d %d\n", sizeof (struct odd), sizeof (struct odd2));
	exit(0);
}
