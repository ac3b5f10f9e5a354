# The semaphore counts who traces, and is back at 0 when a tracer has gone, however it went.
# @requires: root command:gcc
# @time: 120
cat >sem.d <<'END'
provider sem { probe tick(int); probe other(); };
END
"$DTRACE" -h -s sem.d
cat >sem.c <<'END'
#include "sem.h"
#include <stdio.h>
#include <unistd.h>
int main(void) {
  int before = -1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (int i = 0; i < 20000; i++) {
    if (sem_tick_semaphore != before)
      printf("%d\n", before = sem_tick_semaphore);
    SEM_TICK(i);
    if (SEM_OTHER_ENABLED())
      puts("other");
    usleep(5000);
  }
}
END
gcc -O2 sem.c -o sem
./sem >counts &
program=$!
trap 'kill $program' EXIT
wait_for() { # COUNT: until the program has seen it
  for i in $(seq 400); do
    [ "$(tail -n 1 counts)" = "$1" ] && return
    sleep 0.05
  done
  echo "no $1:" $(cat counts)
}
wait_for 0
"$DTRACE" -q -p $program -n 'sem$target:::tick { n++; }' &
first=$!
wait_for 1
# The kernel counts a place once, however many trace it.
"$DTRACE" -q -n "sem*:\"$PWD/sem\"::tick { @ = count(); } tick-100ms { printa(\"%@d\n\", @); }" >ticks &
second=$!
for i in $(seq 200); do [ -s ticks ] && break; sleep 0.05; done
{ kill -9 $first; wait $first; } 2>/dev/null
sleep 0.2
kill -TERM $second # not INT: a shell has its background commands ignore that
wait $second
wait_for 0
"$DTRACE" -q -p $program -n 'sem$target:::tick { exit(0); }'
wait_for 0
grep other counts
{ kill $program; wait $program; } 2>/dev/null
trap - EXIT
tr '\n' ' ' <counts
