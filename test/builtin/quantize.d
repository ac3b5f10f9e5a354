/* With a weight, and with keys.
 * @dtrace-args: -q */
BEGIN
{
	@["a"] = quantize(5, 3);
	@["a"] = quantize(0);
	exit(0);
}
