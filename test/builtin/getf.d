/* The kernel's struct file of a descriptor; NULL when it is not open.
 * @dtrace-args: -q
 * @program: cmp -s /dev/null /dev/zero */
syscall::read:entry
/pid == $target && arg0 > 2 && d_path(&getf(arg0)->f_path) == "/dev/zero"/
{
	printf("%s %d\n", d_path(&getf(arg0)->f_path), getf(1000) == NULL);
	exit(0);
}
