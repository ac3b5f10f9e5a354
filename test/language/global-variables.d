/* Globals begin as 0 or "" and are shared by all probes.
 * @dtrace-args: -q */
int declared;
string text;
uint16_t narrow;
BEGIN
{
	printf("%d [%s] %d\n", declared, text, narrow);
	declared = -1;
	text = "hello";
	narrow = 65537;
	implicit = "world";
	exit(0);
}
END
{
	printf("%d %s %d %s\n", declared, text, narrow, implicit);
}
