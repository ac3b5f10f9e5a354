/* The kernel's enumerators by name.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d\n", PIDTYPE_PGID, PIDTYPE_SID);
	printf("%d\n", curthread->signal->pids[PIDTYPE_SID]->numbers[0].nr == curpsinfo->pr_sid);
	exit(0);
}
