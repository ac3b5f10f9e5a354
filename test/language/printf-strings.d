/* @dtrace-args: -q */
BEGIN
{
	printf("[%s|%8s|%-8s|%.3s|%8.3s|%-8.3s]\n", "hello", "hello", "hello", "hello", "hello",
	    "hello");
	printf("[%*s|%-*s]\n", 8, "right", 8, "left");
	printf("[%s] 100%% [%s]\n", "", probename);
	printf("%s%s%s\n", "a", "b", "c");
	exit(0);
}
