/* @dtrace-args: -q */
BEGIN
{
	this->p = (char *)alloca(8);
	this->p[0] = 'a';
	this->p[2] = 'b';
	this->p[5] = 'c';
	printf("[%s]\n", memstr(this->p, '.', 7));
	exit(0);
}
