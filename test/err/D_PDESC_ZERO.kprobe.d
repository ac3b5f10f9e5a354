/* @dtrace-args: -x errtags */
/* @exit: 1 */
kprobe:vfs_read
{
	exit(0);
}
