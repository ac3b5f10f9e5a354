/* aggpack: a distribution a line.
 * @dtrace-args: -q -x aggpack */
BEGIN
{
	@d["x"] = quantize(1);
	@d["x"] = quantize(2);
	@d["x"] = quantize(2);
	@d["y"] = quantize(100);
	@l["z"] = lquantize(5, 0, 10, 1);
	exit(0);
}
