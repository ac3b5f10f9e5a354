/* Arrays of strings: as variables of every kind, in structures, of several dimensions, behind
 * typedefs and in memory; their bounds.
 * @dtrace-args: -q -x strsize=16 */
typedef string name_t;
struct two {
	name_t names[2];
	int n;
};
string plain[3];
self string mine[2];
this name_t local[2];
string grid[2][3];
struct two pair[2];

BEGIN
{
	i = 1;
	j = 2;
	plain[0] = "zero";
	plain[j] = "two";
	printf("%s [%s] %s %d\n", plain[0], plain[i], plain[2], sizeof (plain));
	self->mine[i] = plain[j];
	this->local[1] = strjoin(self->mine[1], "!");
	printf("[%s] %s %s\n", self->mine[0], self->mine[1], this->local[i]);
	grid[1][j] = "0123456789abcdefghi";
	printf("%s [%s] %d\n", grid[i][2], grid[0][j], strlen(grid[i][j]));
	pair[i].names[i] = "member";
	pair[1].n = 7;
	copy = pair[1];
	printf("%s %s %d\n", pair[1].names[1], copy.names[i], copy.n);
	@[plain[j]] = count();
	printa("%s %@d\n", @);
	this->p = (struct two *)alloca(sizeof (struct two));
	this->c = (char *)this->p;
	this->c[16] = 'm';
	printf("[%s] %s %s\n", this->p->names[0], this->p->names[1], this->p->names[i]);
}

BEGIN
{
	j = 3;
	plain[j] = "outside";
	printf("not reached\n");
}

BEGIN
{
	exit(0);
}
