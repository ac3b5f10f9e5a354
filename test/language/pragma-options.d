/* Options in the script itself. */
#pragma D option quiet
#pragma D option strsize=5
BEGIN
{
	s = "abcdefgh";
	printf("%s\n", s);
	exit(0);
}
