/* A clause runs when its predicate is not 0; it sees what earlier clauses did.
 * @dtrace-args: -q */
BEGIN
/0/
{
	printf("never\n");
}
BEGIN
{
	x = 4;
	p = "str";
}
BEGIN
/x == 4 && p == "str"/
{
	printf("four\n");
	x = 0;
}
BEGIN
/x/
{
	printf("never\n");
}
BEGIN
/!x/
{
	printf("zero\n");
	exit(0);
}
