/* Counts only while the thread runs: not while it sleeps.
 * @dtrace-args: -q
 * @program: sleep 0.2 */
syscall::clock_nanosleep:entry
/pid == $target/
{
	self->real = timestamp;
	self->ran = vtimestamp;
}
syscall::clock_nanosleep:return
/self->real/
{
	printf("%d %d\n", timestamp - self->real >= 200000000,
	    vtimestamp >= self->ran && vtimestamp - self->ran < 100000000);
	exit(0);
}
