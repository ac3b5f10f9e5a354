/* @dtrace-args: -x errtags */
/* @exit: 1 */
int x;
