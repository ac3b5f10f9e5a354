/*
 * @dtrace-args: -q
 * A string may be indexed, added to, dereferenced, and given where an address is wanted.
 */
char *text;
struct pair { char c; int n; } one;
int row[4];
int *p;

BEGIN
{
	word = "banana";
	printf("%c%c %s %s %c\n", word[0], word[2], word + 2, stringof(1 + word), *word);
	printf("%c%c\n", strjoin("ab", "cd")[3], (execname == "" ? "no" : "yes")[1]);
	self->w = "plum";
	box["x"] = "pear";
	printf("%c%c\n", self->w[1], box["x"][1]);
	room = (char *)alloca(8);
	bcopy(probename, room, 6);
	text = probeprov;
	printf("%s %s\n", stringof(room), stringof(text));
	names[1] = (char *)execname;
	printf("%d\n", stringof(names[1]) == execname);
	row[1] = 22;
	row[2] = 33;
	p = &row[1];
	one.n = 44;
	printf("%d %d %d %d\n", *p, p[1], (int)(&row[3] - &row[0]), *(&one.n));
	none = 0;
	printf("%d %d\n", alloca(0) != NULL, alloca(none) != NULL);
	kept = 5;
	kept = NULL;
	printf("%d %d\n", kept, arg1 == NULL);
	printf("%d %d\n", 'abcdefgh' == 0x6162636465666768, sizeof ('abcde'));
	printf("\%d\q\n", 1);
	exit(0);
}
