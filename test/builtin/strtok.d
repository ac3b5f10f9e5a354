/* @requires: bpf_loop
 * @dtrace-args: -q */
BEGIN
{
	this->t = strtok("/a//bc/d", "/");
}
BEGIN
{
	printf("[%s]", this->t);
	printf("[%s]", strtok(NULL, "/"));
	printf("[%s]", strtok(NULL, "/"));
	printf("[%d]\n", strtok(NULL, "/") == NULL);
	printf("[%s]\n", strtok("one,two;three", ",;"));
	printf("[%s]\n", strtok(NULL, ";"));
	printf("[%s]", strtok("one+two-three", "+"));
	printf("[%s]", strtok(NULL, "-"));
	printf("[%s]\n", strtok(NULL, "+"));
	exit(0);
}
