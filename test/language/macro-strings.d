/* A macro argument that is neither a number nor a name is a string.
 * @dtrace-args: -q
 * @script-args: -- /etc/hosts 10.0.0.1 12ab -7 'two words' '"in quotes"' '' */
BEGIN
{
	printf("%s %s %s %d %s %s (%s)\n", $1, $2, $3, $4, $5, $6, $7);
	printf("%d %s\n", strlen($1), basename($0));
	exit(0);
}
