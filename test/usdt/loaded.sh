# Probes that a target gets while it is traced: of a library that it opens, its constructor's too; of
# another program that it becomes. Clauses of one description and of several; the semaphore of a
# library; a running process; types from a declaration.
# @requires: root command:gcc
# @time: 120
cat >plug.d <<'END'
provider plug { probe made(int, const char *); probe work(int, int8_t); };
END
"$DTRACE" -h -s plug.d
cat >plug.c <<'END'
#include "plug.h"
__attribute__((constructor)) static void made(void) { PLUG_MADE(7, "loaded"); }
int run(int n) {
  if (!PLUG_WORK_ENABLED())
    return 0;
  PLUG_WORK(n, (signed char)-n);
  return 1;
}
END
cat >host.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  int enabled = 0;
  if (argc > 1 && !strcmp(argv[1], "exec"))
    execl("./other", "./other", NULL);
  if (argc > 1 && !strcmp(argv[1], "wait"))
    getchar();
  void *plug = dlopen("./plug.so", RTLD_NOW);
  int (*run)(int) = (int (*)(int))dlsym(plug, "run");
  for (int i = 0; i < 3; i++)
    enabled += run(i);
  if (argc > 1 && !strcmp(argv[1], "wait"))
    for (int i = 0; i < 400; i++, usleep(10000))
      enabled += run(6);
  else
    printf("enabled %d times\n", enabled);
  return 0;
}
END
gcc -O1 -shared -fPIC -o plug.so plug.c
gcc -O1 -o host host.c
cp host other
cat >trace.d <<'DONE'
plug$target:::work { printf("%s:%s:%s %d %d\n", probemod, probefunc, probename, arg0, args[1]); }
plug$target:::work { works++; }
plug$target::: { @[probemod, probefunc, probename] = count(); }
plug$target:::made { printf("%d %s\n", arg0, copyinstr(arg1)); }
END { printf("%d\n", works); printa("%s:%s:%s %@d\n", @); }
DONE
echo '- a library'
"$DTRACE" -Zqs trace.d -c ./host
echo '- another program'
"$DTRACE" -Zqs trace.d -c './host exec'
echo '- declared'
cat >types.d <<'END'
provider plug { probe made(int, string); };
END
"$DTRACE" -Zqs types.d -c ./host -n 'plug$target:::made { printf("%s\n", args[1]); exit(0); }'
echo '- not waited for'
"$DTRACE" -c ./host -n 'plug$target:::made' 2>&1 | sed -nE 's/^ +process [0-9]+ //p'
echo '- running'
mkfifo go
./host wait <go &
traced=$!
trap 'kill -9 $traced' EXIT
exec 3>go
"$DTRACE" -Zwq -p $traced -n 'BEGIN { system("echo >go"); }
  plug$target:::work /arg0 == 6/ { printf("%s %d\n", probefunc, pid == $target); exit(0); }'
kill -9 $traced
trap - EXIT
echo '- a program that starts later, with any process meant'
"$DTRACE" -Zwqn 'BEGIN { system("{ echo | ./host wait; } >/dev/null 2>&1 &"); }
  plug*:::work /arg0 == 6/ { printf("%s %s:%s:%s\n", probeprov, probemod, probefunc, probename); exit(0); }'
