/* The borders of the powers of two, and the ends of the range.
 * @dtrace-args: -q */
BEGIN
{
	@ = quantize(-2);
	@ = quantize(1023);
	@ = quantize(1024);
	@ = quantize(1025);
	exit(0);
}
