/* `?` is the width of a pointer; a precision of 0 is none for text; %.NY shows parts of a second.
 * @dtrace-args: -q
 * @filter: s/[12][0-9]{3} [A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}/DATE/ */
BEGIN
{
	none = 0;
	printf("[%?x][%-?d][%0?x][%?5d]\n", 255, 7, 255, 3);
	printf("[%.0s][%.*s][%.2s][%.0S]\n", "apple", none, "apple", "apple", "a");
	at = (walltimestamp / 1000000000) * 1000000000 + 123456789;
	printf("[%.6Y]\n[%.9Y]\n[%.0Y]\n[%32.3Y]\n", at, at, at, at);
	exit(0);
}
