/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN { x = "yes" ? 1 : 2; }
BEGIN { x = execname && 1; }
