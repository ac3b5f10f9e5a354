/* Names of other systems for kinds of mappings and of hardware.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", MAP_PRIVATE | MAP_ANON | MAP_INITDATA, PROT_READ | PROT_WRITE, ARPHRD_ETHER);
	exit(0);
}
