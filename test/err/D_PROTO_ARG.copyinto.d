/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	copyinto(1, 2, 3);
}
