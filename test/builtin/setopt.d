/* @dtrace-args: -x strsize=64
 * @filter: s/^ +[0-9]+ +1 +/CPU 1 / */
BEGIN
{
	setopt("quiet");
	setopt("aggsortkey", "1");
	@["b"] = sum(1);
	@["a"] = sum(2);
	exit(0);
}
