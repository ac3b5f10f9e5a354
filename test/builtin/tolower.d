/* @dtrace-args: -q */
BEGIN
{
	printf("%s\n", tolower("Mixed CASE 42_[Z]"));
	exit(0);
}
