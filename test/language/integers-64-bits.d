/*
 * @dtrace-args: -q
 * Integers are computed in 64 bits; a type says how they are signed, stored, recorded and shown.
 */
int declared, ms;
short narrow;
unsigned char uc;
char sc;
unsigned int ui;

BEGIN
{
	declared = 2000000000;
	ms = declared * 1000 / 1000;		/* does not wrap between */
	printf("%d %d\n", ms, declared + declared > declared);
	narrow = 70000;				/* what is declared is cut when it is stored */
	printf("%d %d\n", narrow, sizeof (narrow));
	uc = 250;
	sc = 10;
	printf("%d %d\n", uc + sc, sizeof (uc + sc));	/* unsigned char, as that of equal rank */
	printf("%d %d\n", (uc + sc) * 1L, sizeof (uc + 1));
	ui = 0;
	printf("%u %d\n", ui - 1, ui - 1 > 5);
	one = 1;
	wide = one << 40;
	printf("%d %d\n", wide, sizeof (wide));
	printf("%d\n", (int)wide);
	x = 0;
	x = 6000000000;				/* no declaration: 64 bits, whatever came first */
	printf("%d %d\n", x, x / 1000000000);
	self->y = 0;
	self->y = x * 2;
	this->z = 'a';
	this->z = x * 3;
	count["k"] = 0;
	count["k"] = x * 4;
	printf("%d %d %d\n", self->y, this->z, count["k"]);
	printf("%u %x\n", minus = -1, minus);	/* as wide as it needs: an int's */
	printf("%d %d\n", -9 / 2, -9 % 4);
	printf("%d\n", -8 >> 1);
	exit(0);
}
