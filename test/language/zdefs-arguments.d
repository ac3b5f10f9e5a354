/* Among the descriptions of a clause, one that matches nothing takes no types away from args[].
 * @dtrace-args: -Z
 * @requires: root
 * @program: library-call */
#pragma D option quiet
syscall::nosuchcall:entry,
syscall::read:entry
/pid == $target && (int)args[0] == -1/
{
	printf("%d %d\n", (int)args[0], args[2]);
}
