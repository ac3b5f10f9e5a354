/* $n as a number or a name, $$n as a string; $0 is the script.
 * @dtrace-args: -q
 * @script-args: 5 pid "two words" */
BEGIN
{
	printf("%d %d %s %s\n", $1 + 1, $2 == $pid, $$1, $$3);
	printf("%s\n", basename($$0));
	exit(0);
}
