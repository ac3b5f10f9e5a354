/* @dtrace-args: -q */
BEGIN
{
	nobody = 4000000000;
	printf("[%s] [%s] [%6s]\n", groupname(0), groupname(nobody), groupname(0));
	trace(groupname(0));
	@[groupname(0), "a"] = count();
	@[groupname(nobody), "b"] = count();
	exit(0);
}
