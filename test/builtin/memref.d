/* The pair that printm() wants: address and size.
 * @dtrace-args: -q */
BEGIN
{
	this->p = (char *)alloca(4);
	this->r = memref(this->p, 4);
	printf("%d %d\n", this->r[0] == (uintptr_t)this->p, this->r[1]);
	exit(0);
}
