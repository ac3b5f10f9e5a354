/* Arguments are evaluated from left to right: those of printf(), of functions and actions, and keys. An
 * assignment's value comes before its target's keys.
 * @requires: bpf_loop
 * @dtrace-args: -q */
int x;
int a[string, int];
BEGIN
{
	x = 1;
	printf("%d %d %d\n", x++, x++, x);
	printf("%*d|%d\n", x++, x++, x);
	s = "one";
	printf("%s %s %s\n", s, s = "two", s);
	this->x = 1;
	printf("%d %d %d\n", this->x, this->x = 7, this->x);
	x = 1;
	printf("%s %d\n", substr("0123456789", x++, x++), x);
	printf("%s\n", strtok(x == 3 ? "a,b" : "c,d", (x = 9) ? "," : ""));
	x = 1;
	@keys[x++, x++, x] = count();
	printa("%d %d %d %@d\n", @keys);
	x = 1;
	@sums[x++] = sum(x);
	printa("%d %@d\n", @sums);
	x = 1;
	a["q", x++] = x;
	printf("%d %d\n", a["q", 1], a["q", 2]);
}

BEGIN
{
	this->p = (char *)alloca(4);
	this->q = (char *)alloca(4);
	this->p[1] = 'h';
	this->p[2] = 'i';
	x = 0;
	bcopy(this->p + (x = 1), this->q + (x == 1), x + 1);
	printf("%c%c\n", this->q[1], this->q[2]);
	x = 5;
	printf("%d", x - (x = 3));
	x = 5;
	printf(" %d", x < (x = 9));
	x = 5;
	x += x++;
	printf(" %d\n", x);
	exit(0);
}
