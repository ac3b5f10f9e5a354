/*
 * Names of arguments of socket(2), lseek(2), fcntl(2) and access(2), against what the C library's headers say.
 * @dtrace-args: -q
 */
BEGIN
{
	printf("%d %d %d %d %d\n", AF_UNSPEC, AF_UNIX, AF_LOCAL, AF_INET, AF_INET6);
	printf("%d %d %d\n", SEEK_SET, SEEK_CUR, SEEK_END);
	printf("%d %d %d %d %d\n", F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL);
	printf("%d %d %d %d %d\n", F_OK, R_OK, W_OK, X_OK, FD_CLOEXEC);
	printf("%d %d\n", AT_FDCWD, ARPHRD_FRELAY);
	printf("%d\n", NODEV == (dev_t)-1);
	exit(0);
}
