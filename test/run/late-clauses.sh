# Several clauses on one function, or one probe, of a library that is loaded later: each fires, once for
# each firing, in program order; in one program text, in several, an exact name beside a glob.
# @requires: root command:gcc
# @time: 60
cat >plug.d <<'DONE'
provider plug { probe work(int); };
DONE
"$DTRACE" -h -s plug.d
cat >plug.c <<'DONE'
#include "plug.h"
__attribute__((noinline)) int plug_work(int n) { PLUG_WORK(n); __asm__(""); return n * 3; }
int plug_run(int n) { return plug_work(n) + 1; }
DONE
cat >host.c <<'DONE'
#include <dlfcn.h>
int main(void) {
  void *plug = dlopen("./plug.so", RTLD_NOW);
  int (*run)(int) = (int (*)(int))dlsym(plug, "plug_run");
  for (int i = 0; i < 3; i++)
    run(5);
}
DONE
gcc -O1 -shared -fPIC -o plug.so plug.c
gcc -O1 -o host host.c
echo '- a function'
"$DTRACE" -Zq -c ./host -n 'pid$target:plug:plug_work:entry { this->a = arg0; @one[probefunc] = count(); }
  pid$target:plug:plug_work:entry { @two[probefunc, this->a] = count(); }' \
  -n 'pid$target:plug:plug_w*:entry { @three[probefunc, this->a] = count(); }' \
  -n 'pid$target:plug:plug_work:entry, pid$target:plug:plug_w*:entry { @four[probefunc] = count(); }' \
  -n 'END { printa("%s %@d\n", @one); printa("%s %d %@d\n", @two); printa("%s %d %@d\n", @three);
            printa("%s %@d\n", @four); }'
echo '- a probe'
"$DTRACE" -Zq -c ./host -n 'plug$target:::work { this->a = arg0; @one[probename] = count(); }
  plug$target:::work { @two[probename, this->a] = count(); }' \
  -n 'plug$target:::w* { @three[probefunc, this->a] = count(); }' \
  -n 'END { printa("%s %@d\n", @one); printa("%s %d %@d\n", @two); printa("%s %d %@d\n", @three); }'
