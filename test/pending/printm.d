/* @dtrace-args: -q */
BEGIN
{
	this->p = (char *)alloca(4);
	this->p[0] = 'o';
	this->p[1] = 'k';
	printm(4, memref(this->p, 4));
	exit(0);
}
