# Which processes see their semaphores set: the traced one and not its twin; its children as long as
# it is traced; with a path every process, those that start later from their first instruction; in
# programs that are PIE and not, static, and in libraries. One probe at two places counts two.
# @requires: root command:gcc
# @time: 120
cat >sem.d <<'END'
provider sem { probe tick(int); };
provider lib { probe tick(int); };
END
"$DTRACE" -h -s sem.d
cat >lib.c <<'END'
#include "sem.h"
int lib(void);
int lib(void) { LIB_TICK(1); return lib_tick_semaphore; }
END
cat >sem.c <<'END'
#include "sem.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int lib(void);
/* Answers a line on its input with its own counters and those of a child. */
int main(void) {
  char line[9];
  setvbuf(stdout, NULL, _IONBF, 0);
  while (fgets(line, sizeof line, stdin)) {
    if (SEM_TICK_ENABLED())
      SEM_TICK(1);
    else
      SEM_TICK(2);
    printf("%d %d", sem_tick_semaphore, lib());
    if (fork() == 0) {
      printf(" child %d %d\n", sem_tick_semaphore, lib());
      _exit(0);
    }
    wait(NULL);
  }
  return 0;
}
END
gcc -O1 -fPIC -shared lib.c -o liblib.so
gcc -O1 sem.c -L. -llib -Wl,-rpath,"$PWD" -o pie
gcc -O1 -no-pie sem.c -L. -llib -Wl,-rpath,"$PWD" -o fixed
gcc -O1 -fPIC -c lib.c && gcc -O1 -static sem.c lib.o -o static

# talk NUMBER: what that process answers
declare -a to from pids
start() { # NUMBER PROGRAM
  coproc { exec ./"$2"; }
  pids[$1]=$COPROC_PID
  exec {in}<&"${COPROC[0]}" {out}>&"${COPROC[1]}"
  from[$1]=$in to[$1]=$out
}
talk() {
  echo >&"${to[$1]}"
  read -rt 20 -u "${from[$1]}" answer
  echo "$2: $answer"
}
trace() { # ARGUMENTS: until the tracer is set
  : >ready
  "$DTRACE" -q "$@" -n 'BEGIN { printf("ready\n"); }' >ready 2>&1 &
  tracer=$!
  for i in $(seq 400); do grep -q ready ready && return; sleep 0.05; done
  cat ready
}
end() { { kill "-$1" $tracer; wait $tracer; } 2>/dev/null; sleep 0.2; }
for program in pie fixed static; do
  echo "== $program"
  { start 0 $program; start 1 $program; } 2>/dev/null
  talk 0 before
  trace -p ${pids[0]} -n 'sem$target:::tick, lib$target:::tick { n++; }'
  talk 0 traced
  talk 1 twin
  end KILL
  talk 0 after
  trace -n "sem*:\"$PWD/$program\"::tick { n++; }" -Zn "lib*:\"$PWD/$program\"::tick, lib*:\"$PWD/liblib.so\"::tick { n++; }"
  talk 0 all
  talk 1 all
  start 2 $program 2>/dev/null
  talk 2 later
  end KILL
  for i in 0 1 2; do talk $i after; done
  for i in 0 1 2; do exec {from[i]}<&- {to[i]}>&-; done
done
