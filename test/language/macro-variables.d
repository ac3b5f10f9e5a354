/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", $pid == pid, $ppid == ppid, $target);
	printf("%d %d %d %d\n", $uid == uid, $gid == gid, $euid == uid, $egid == gid);
	printf("%d %d\n", $pgid > 0, $sid >= 0);
	exit(0);
}
