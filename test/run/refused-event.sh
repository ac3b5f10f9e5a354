# One event that the kernel refuses does not end a description that means others, too: the rest is traced,
# and a line tells which is missing. Alone it is an error. (What refuses here stands between dtrace and
# the kernel: on every kernel other events are refused, on most of them none.)
# @time: 120
# @requires: root command:gcc
cat >refuse.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>

/* The events are refused by their numbers: REFUSED="12 13". */
static int is_refused(const struct perf_event_attr *event) {
  char *at = getenv("REFUSED"), *end;
  while (at && *at) {
    unsigned long number = strtoul(at, &end, 10);
    if (end == at)
      return 0;
    if (event->type == PERF_TYPE_TRACEPOINT && event->config == number)
      return 1;
    at = end;
  }
  return 0;
}

long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (!real)
    real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; i++)
    a[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_perf_event_open && is_refused((const struct perf_event_attr *)a[0])) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
END
gcc -shared -fPIC -o refuse.so refuse.c -ldl || exit 1
number() { "$DTRACE" -qn 'BEGIN { exit(0); }' >/dev/null; cat "$tracing/events/$1/id"; }
tracing=tracing
mkdir $tracing && mount -t tracefs none $tracing || { echo 'tracefs cannot be mounted'; exit 77; }
trap 'umount tracing' EXIT
refused="$(number sched/sched_switch) $(number sched/sched_waking)"
with() { REFUSED="$refused" LD_PRELOAD=$PWD/refuse.so "$DTRACE" "$@"; }
echo '-- among others'
with -qn 'sdt:sched:: /pid == $target/ { @[probename == "sched_process_exit"] = count(); }
  END { printa("%d: some\n", @); }' -c true 2>&1 | grep -v '^0'
echo '-- alone'
with -qn 'sdt:sched::sched_switch { @ = count(); } BEGIN { printf("not reached\n"); exit(0); }' 2>&1
echo "status ${PIPESTATUS[0]}"
echo '-- all of a pattern'
with -qn 'sdt:sched::sched_sw*,sdt:sched::sched_waking { } BEGIN { printf("not reached\n"); exit(0); }' 2>&1
exit 0
