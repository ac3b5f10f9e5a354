# Tools that are shell scripts around a D program: options become inlines, constants choose what is
# printed and which keys an aggregation has, a timer prints tables until it is enough.
# @requires: host
# @time: 120
PATH=$(dirname "$DTRACE"):$PATH
cat >top-calls <<'END_OF_TOOL'
#!/bin/sh
by_user=0; by_zone=0; clear=0; dump=0; name=.; filter=0; top=0; interval=1; count=1; clearstr=.
while getopts CUZAn:t: letter; do
  case $letter in
  C) clear=1; clearstr=$(printf '\033[H\033[2J') ;;
  U) by_user=1 ;;
  Z) by_zone=1 ;;
  A) dump=1 ;;
  n) filter=1; name=$OPTARG ;;
  t) top=$OPTARG ;;
  esac
done
shift $((OPTIND - 1))
dtrace -n '
 inline int OPT_user = '$by_user';
 inline int OPT_zone = '$by_zone';
 inline int OPT_dump = '$dump';
 inline int OPT_clear = '$clear';
 inline int OPT_plain = OPT_user == 0 && OPT_zone == 0 ? 1 : 0;
 inline int TOP = '$top';
 inline int FILTER = '$filter';
 inline int INTERVAL = '$interval';
 inline int COUNTER = '$count';
 inline string NAME = "'$name'";
 inline string CLEAR = "'"$clearstr"'";
 #pragma D option quiet
 #pragma D option switchrate=10hz
 dtrace:::BEGIN
 {
	last[""] = 0;
	secs = INTERVAL;
	counts = COUNTER;
	printf("Tracing...\n");
 }
 syscall::getppid:entry, syscall::getpid:entry
 {
	self->ok = FILTER ? 0 : 1;
	(FILTER == 1 && NAME == execname) ? self->ok = 1 : 1;
 }
 syscall::getppid:entry, syscall::getpid:entry
 /self->ok && progenyof($target)/
 {
	args_of[pid] = (char *)curpsinfo->pr_psargs;
	this->args = (int)args_of[pid] == 0 ? "" : args_of[pid];
	OPT_user ? @out[uid, this->args, probefunc] = count() : 1;
	OPT_zone ? @out[curpsinfo->pr_zoneid, this->args, probefunc] = count() : 1;
	OPT_plain ? @out[0, this->args, probefunc] = count() : 1;
	OPT_zone ? @zones[zonename] = count() : 1;
	args_of[pid] = 0;
	total++;
	self->ok = 0;
 }
 profile:::tick-1sec { secs--; }
 profile:::tick-1sec
 /secs == 0/
 {
	this->load_a = `hp_avenrun[0] / 65536;
	this->load_b = ((`hp_avenrun[0] % 65536) * 100) / 65536;
	OPT_clear ? printf("%s", CLEAR) : 1;
	printf("%d, total: %d\n", this->load_a >= 0 && this->load_b < 100, total);
	OPT_user ? printf("  UID ") : 1;
	OPT_zone ? printf(" ZONE ") : 1;
	! OPT_dump ? printf("%-24s %-8s %8s\n", "ARGS", "CALL", "COUNT") : printf("ARGS CALL COUNT\n");
	TOP ? trunc(@out, TOP) : 1;
	! OPT_dump ? printa("%5d %-24s %-8s %8@d\n", @out) : printa("%d %S %s %@d\n", @out);
	OPT_zone ? printa("%s %@d\n", @zones) : 1;
	trunc(@out);
	secs = INTERVAL;
	counts--;
 }
 profile:::tick-1sec /counts == 0/ { exit(0); }
 dtrace:::END { trunc(@out); }
' -c "${1:-getppid-loop 3}"
END_OF_TOOL
chmod +x top-calls
sleeper="sh -c 'getppid-loop 3; exec sleep 30'"
for options in "-n getppid-loop" "-U -n getppid-loop" "-Z -n getppid-loop" "-A -n getppid-loop" "-CUt 1 -n getppid-loop"; do
  echo "-- $options"
  ./top-calls $options "$sleeper" 2>&1 | sed 's/\x1b/ESC/g;s/ *$//'
done
exit 0
