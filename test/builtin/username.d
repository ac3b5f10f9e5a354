/* @dtrace-args: -q */
BEGIN
{
	nobody = 4000000000;
	printf("[%s] [%s] [%6s]\n", username(0), username(nobody), username(0));
	trace(username(0));
	@[username(0), "a"] = count();
	@[username(nobody), "b"] = count();
	exit(0);
}
