/* @dtrace-args: -q */
BEGIN
{
	odd = 9999;
	printf("%s %s %s %s\n", signame(1), signame(SIGTERM), signame(34), signame(64));
	printf("%s %s %s\n", signame(0), signame(odd), signame(-odd));
	printf("%d %d\n", signame(SIGKILL) == "SIGKILL", signame(SIGKILL) == "SIGINT");
	@[signame(2)] = count();
	exit(0);
}
