/* Scratch memory through pointers: arithmetic by the size of what is pointed to.
 * @dtrace-args: -q */
BEGIN
{
	this->p = (int *)alloca(4 * sizeof (int));
	this->p[0] = 10;
	*(this->p + 1) = 11;
	this->p[3] = 13;
	this->q = this->p + 3;
	printf("%d %d %d %d\n", *this->p, this->p[1], this->p[2], *this->q);
	printf("%d %d\n", this->q - this->p, this->q > this->p);
	this->c = (char *)this->p;
	printf("%d %d\n", this->c[0], this->c[4]);
	printf("%d\n", (int)((uintptr_t)this->q - (uintptr_t)this->p));
	exit(0);
}
