/* A provider of another system whose name ends with a digit is no process.
 * @dtrace-args: -x errtags
 * @exit: 1 */
nfsv3:::op-read-start
{
}
