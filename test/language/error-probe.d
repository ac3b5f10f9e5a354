/* ERROR's arguments: arg2 the action, arg4 the kind of fault, arg5 the address. It runs at once; what it
 * records comes after the records of the firing that it interrupts.
 * @exit: 2
 * @dtrace-args: -q
 * @filter: s/ID [0-9]+ \(/ID N (/ */
ERROR
{
	printf("kind %d address 0x%x\n", arg4, arg5);
	errors++;
}
BEGIN
{
	x = *(int *)0x10;
}
BEGIN
{
	zero = 0;
	x = 1 / zero;
}
BEGIN
{
	printf("errors %d\n", errors);
	exit(errors);
}
