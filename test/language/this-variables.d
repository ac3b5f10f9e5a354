/* this-> lives through all clauses of one firing.
 * @dtrace-args: -q */
this int n;
this string s;
BEGIN
{
	this->n = 5;
	this->s = "text";
	this->implicit = 7LL;
}
BEGIN
{
	printf("%d %s %d\n", this->n, this->s, this->implicit);
	this->n = this->n * 2;
}
BEGIN
{
	printf("%d\n", this->n);
	exit(0);
}
