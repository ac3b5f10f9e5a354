/* From scratch memory and from a string constant to scratch memory.
 * @dtrace-args: -q */
BEGIN
{
	this->a = (int *)alloca(12);
	this->b = (int *)alloca(12);
	this->a[0] = 1;
	this->a[1] = 2;
	this->a[2] = 3;
	bcopy(this->a, this->b, 8);
	printf("%d %d %d\n", this->b[0], this->b[1], this->b[2]);
	this->c = (char *)alloca(8);
	bcopy("hello", this->c, 6);
	printf("%s\n", stringof(this->c));
	exit(0);
}
