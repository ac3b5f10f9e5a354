/* Each kind of fault: the five arguments of ERROR (Guide: dtrace Provider), and the message. Nothing of
 * the faulty clause is traced, the next clauses are.
 * @dtrace-args: -q
 * @filter: s/ID [0-9]+ \(/ID N (/ */
dtrace:::ERROR
{
	printf("clause %d action %d offset %d kind %d value %x\n", arg1 - first + 2, arg2, arg3, arg4, arg5);
	errors++;
}
BEGIN { first = epid; zero = 0; }
BEGIN { printf("never "); trace(1); x = *(int *)0x18; trace(2); }
BEGIN { x = 5 / zero; }
BEGIN { x = 5 % zero; }
BEGIN { x -= 1; x /= zero; }
BEGIN { this->p = alloca(1 << 20); }
BEGIN { trace(inet_ntop(99, alloca(16))); }
BEGIN { trace(copyinstr(0x28)); }
BEGIN { trace(stringof((char *)0x38)); }
BEGIN { @[*(int *)0x48] = count(); }
BEGIN { self->a[*(int *)0x58] = 1; }
BEGIN { *(int *)0x68 = 1; }
BEGIN / *(int *)0x78 / { printf("never\n"); }
BEGIN { errors == 99 ? printf("never\n") : trace(*(int *)0x88); }
BEGIN { printf("%d faults\n", errors); exit(0); }
