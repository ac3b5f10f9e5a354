/* Also of what kernel functions return, and where no error has the number.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	failed = -ENOENT;
	odd = 9999;
	printf("%s, %s, %s\n", strerror(0), strerror(EACCES), strerror(failed));
	printf("%s, %s\n", strerror(odd), strerror(-odd));
	printf("%s, %d\n", strjoin(strerror(1), "!"), strerror(failed) == "No such file or directory");
}
syscall::getppid:return
/pid == $target/
{
	@[strerror(errno)] = count();
	exit(0);
}
