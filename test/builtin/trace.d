/* Widths by type when not quiet.
 * @dtrace-args: -q */
BEGIN
{
	trace(1);
	trace("text");
	trace(-3LL);
	trace((char)65);
	exit(0);
}
