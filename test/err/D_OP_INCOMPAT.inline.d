/* @dtrace-args: -x errtags */
/* @exit: 1 */
/* An inline is checked where it stands, used or not; what depends on the probe is not known yet. */
inline int wrong = "text";
inline int of_probe = args[0]->nothing;
BEGIN { exit(0); }
