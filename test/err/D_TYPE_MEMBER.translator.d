/* @dtrace-args: -x errtags */
/* @exit: 1 */
/* A translator is checked where it stands, used or not. */
struct in { int i; } *given;
struct out { int o; };
translator struct out < struct in *p > { o = p->missing; };
BEGIN { exit(0); }
