# The header and -G for aarch64, by a cross compiler (gcc, or clang); the program runs under emulation
# when there is one.
# @requires: command:readelf
# @time: 60
cat >arm.d <<'END'
provider arm { probe both(int, const char *); probe old(int, long, char *); };
END
"$DTRACE" -h -s arm.d
cat >arm.c <<'END'
#include "arm.h"
extern void __dtrace_arm___old(int, long, char *);
extern int __dtraceenabled_arm___old(void);
int main(int argc, char **argv) {
  ARM_BOTH(argc, argv[0]);
  __dtrace_arm___old(argc, 2, argv[0]);
  return __dtraceenabled_arm___old() || ARM_OLD_ENABLED();
}
#ifdef BARE /* without a C library */
void _start(void) {
  register long status __asm__("x0") = main(3, (char *[]){(char *)"arm"});
  register long exit_group __asm__("x8") = 94;
  __asm__ volatile("svc 0" ::"r"(status), "r"(exit_group));
  __builtin_unreachable();
}
#endif
END
if command -v aarch64-linux-gnu-gcc >/dev/null; then
  compile() { aarch64-linux-gnu-gcc -O2 -Wall -Wextra -Werror -c "$@"; }
  link() { aarch64-linux-gnu-gcc -static "$@" -o arm; }
elif command -v clang-19 >/dev/null && command -v aarch64-linux-gnu-ld >/dev/null; then
  compile() { clang-19 --target=aarch64-linux-gnu -O2 -Wall -Wextra -Werror -ffreestanding -DBARE -c "$@"; }
  link() { aarch64-linux-gnu-ld "$@" -o arm; }
else
  echo 'the machine has no compiler for aarch64'
  exit 77
fi
compile arm.c || exit 1
"$DTRACE" -G -s arm.d -o probes.o arm.o || exit 1
link arm.o probes.o || exit 1
readelf -h probes.o | sed -nE 's/^ +Machine: +//p'
readelf -n arm | sed -nE 's/^ +(Name|Arguments): ?(.*)/\1:\2/p' | sed 's/x[0-9]*/xN/g; s/\[xN\(, [0-9]*\)\?\]/xN/g'
for run in qemu-aarch64-static qemu-aarch64; do
  command -v $run >/dev/null || continue
  $run ./arm || echo "status $?"
  break
done
# Objects of two processors.
gcc -O2 -c -x c - -o host.o <<<'int x;' 2>/dev/null && [ "$(uname -m)" = x86_64 ] &&
  "$DTRACE" -G -s arm.d -o probes.o arm.o host.o 2>&1
true
