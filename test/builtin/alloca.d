/* Zeroed scratch memory, a piece of its own each time.
 * @dtrace-args: -q */
BEGIN
{
	this->a = (int *)alloca(8);
	this->b = (int *)alloca(8);
	this->a[0] = 1;
	this->a[1] = 2;
	this->b[0] = 3;
	printf("%d %d %d %d\n", this->a[0], this->a[1], this->b[0], this->b[1]);
	exit(0);
}
