/* @dtrace-args: -x errtags */
/* @exit: 1 */
/* A script's own names still exclude each other. */
inline int AF_INET = 1;
inline int AF_INET = 2;
BEGIN { exit(0); }
