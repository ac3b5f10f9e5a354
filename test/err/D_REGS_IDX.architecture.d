/* The register of another architecture.
 * @dtrace-args: -x errtags
 * @exit: 1 */
BEGIN
{
	trace(uregs[arg0 ? R_X0 : R_RDI]);
	trace(uregs[R_X0]);
}
