/* Of a memref(), kept or not, what it says, up to the first argument; of an address that many.
 * @dtrace-args: -q */
BEGIN
{
	this->p = (char *)alloca(8);
	this->p[0] = 'o';
	this->p[1] = 'k';
	printm(4, memref(this->p, 4));
	this->r = memref(this->p, 2);
	printm(8, this->r);
	printm(1, memref(this->p, 8));
	printm(3, this->p);
	exit(0);
}
