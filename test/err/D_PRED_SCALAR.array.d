/* @dtrace-args: -x errtags */
/* @exit: 1 */
int table[3];
BEGIN /table/ { exit(0); }
