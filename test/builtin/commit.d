/* @dtrace-args: -q */
BEGIN
{
	s = speculation();
}
BEGIN
{
	speculate(s);
	printf("kept %d\n", 1);
}
BEGIN
{
	speculate(s);
	printf("kept %d\n", 2);
}
BEGIN
{
	commit(s);
}
BEGIN
{
	exit(0);
}
