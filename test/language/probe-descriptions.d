/* Fields missing from the left, empty fields, globs and lists.
 * @dtrace-args: -q
 * @program: getppid-once */
getppid:entry
/pid == $target/
{
	n++;
}
syscall::getppid:
/pid == $target/
{
	n += 10;
}
syscall::get[o-q]pid:entry, syscall::getp?id:return
/pid == $target/
{
	n += 100;
}
syscall::*etppid:return
/pid == $target/
{
	printf("%d\n", n);
	exit(0);
}
