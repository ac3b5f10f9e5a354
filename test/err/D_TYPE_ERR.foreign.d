/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	this->f = (uf_entry_t *)arg0;
}
