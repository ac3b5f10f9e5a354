/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = quantize(arg0, "weight");
}
