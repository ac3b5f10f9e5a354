/* aggzoom: the longest bar stands for the greatest count, not for all.
 * @dtrace-args: -q -x aggzoom */
BEGIN
{
	@d["x"] = quantize(1);
	@d["x"] = quantize(2);
	@d["x"] = quantize(2);
	@d["x"] = quantize(4);
	@l = lquantize(1, 0, 3, 1);
	@l = lquantize(2, 0, 3, 1, 2);
	exit(0);
}
