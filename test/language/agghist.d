/* agghist: numbers as bars; agghist does not touch distributions.
 * @dtrace-args: -q -x agghist */
BEGIN
{
	@a["one"] = sum(10);
	@a["two"] = sum(20);
	@a["three"] = sum(30);
	@mixed[1] = sum(-20);
	@mixed[2] = sum(20);
	@d["x"] = quantize(2);
	exit(0);
}
