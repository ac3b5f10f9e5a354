/* Typed by the probe: write()'s buffer is a pointer, its size a size_t.
 * @dtrace-args: -q
 * @program: echo-buffer
 * @filter: /^as it was$/d */
syscall::write:entry
/pid == $target/
{
	printf("%d %d %d\n", args[0], args[2], sizeof (args[2]));
	printf("%s\n", args[1] == (const char *)arg1 ? "same" : "other");
	exit(0);
}
