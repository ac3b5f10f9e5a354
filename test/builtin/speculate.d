/* @dtrace-args: -q */
BEGIN
{
	s = speculation();
}
BEGIN
{
	speculate(s);
	printf("speculated\n");
}
BEGIN
{
	printf("first\n");
}
BEGIN
{
	commit(s);
}
BEGIN
{
	exit(0);
}
