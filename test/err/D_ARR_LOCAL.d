/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	this->a["x"] = 1;
}
