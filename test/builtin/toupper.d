/* @dtrace-args: -q */
BEGIN
{
	printf("%s\n", toupper("Mixed case 42_{z}"));
	exit(0);
}
