/* @dtrace-args: -q */
BEGIN
{
	this->p = (char *)alloca(20);
	this->p[0] = 'D';
	this->p[1] = 'T';
	this->p[19] = '!';
	tracemem(this->p, 20);
	tracemem(this->p, 20, 2);
	exit(0);
}
