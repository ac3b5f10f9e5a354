/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct request {
	int *;
};
BEGIN
{
}
