/* vminfo: the faults of a program that touches 1000 new pages, and whose child writes to 500 of them. */
/* @dtrace-args: -q */
/* @program: copy-pages 1000 */
/* @requires: fbt */
/* @time: 60 */
/* @sort */

vminfo:::as_fault, vminfo:::zfod /pid == $target/ { @own[probename] = sum(args[0]); }
vminfo:::cow_fault, vminfo:::prot_fault, vminfo:::as_fault /ppid == $target/ { @child[probename] = sum(arg0); }

END
{
	/* Some more pages are those of the program itself. */
	normalize(@own, 1000);
	normalize(@child, 500);
	printa("own %s %@d * 1000\n", @own);
	printa("child's %s %@d * 500\n", @child);
}
