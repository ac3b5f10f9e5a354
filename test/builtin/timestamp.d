/* Grows from probe to probe, and is one time for the clauses of a firing.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	begin = timestamp;
}
BEGIN
{
	printf("%d\n", timestamp == begin);
}
syscall::getppid:entry
/pid == $target/
{
	entry = timestamp;
}
syscall::getppid:return
/pid == $target/
{
	printf("%d %d\n", entry > begin, timestamp > entry);
	printf("%d\n", timestamp - begin < 10 * 1000000000);
	exit(0);
}
