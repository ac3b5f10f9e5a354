# One program as compilers build it: the counts of its functions, their arguments (two of them on the
# stack) and their results are the same in every build, by the return address and by instructions.
# @requires: command:gcc
# @time: 300
cat >target.c <<'ENDC'
#include <stdio.h>
#include <string.h>
__attribute__((noinline)) int add(int a, int b, int c, int d, int e, int f, int g, int h) {
  __asm__ volatile("" ::: "memory");
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
}
__attribute__((noinline)) int measure(const char *text, int extra) {
  return (int)strlen(text) + extra;
}
int down(int n);
int (*volatile add_)(int, int, int, int, int, int, int, int) = add;
int (*volatile measure_)(const char *, int) = measure;
int (*volatile down_)(int) = down;
__attribute__((noinline)) int down(int n) { return n ? 1 + down_(n - 1) : -5; }
int main(void) {
  long total = 0;
  for (int i = 0; i < 1000; i++)
    total += add_(i, 1, -2, 3, 4, 5, 6, i) + measure_("some text", -i) + down_(9);
  printf("%ld\n", total);
  return 0;
}
ENDC
trace() {
  "$DTRACE" -q "$@" -c ./target -n '
    pid$target:a.out:add:entry { @n[probefunc] = count();
      @s["arguments"] = sum(((int)arg0 + 2 * (int)arg1 + 3 * (int)arg2 + 4 * (int)arg3 + 5 * (int)arg4 +
                         6 * (int)arg5 + 7 * (int)arg6 + 8 * (int)arg7)); }
    pid$target:a.out:add:return { @s["result"] = sum((int)arg1); }
    pid$target:a.out:measure:entry /copyinstr(arg0) == "some text"/ { @n[probefunc] = count();
      @s["extra"] = sum((int)arg1); }
    pid$target:a.out:measure:return { @s["measured"] = sum((int)arg1); }
    pid$target:a.out:down:entry { @n[probefunc] = count(); @s["down"] = sum((int)arg0); }
    pid$target:a.out:down:return { @n["down returns"] = count(); @s["came up"] = sum((int)arg1); }
    END { printa("%s %@d\n", @n); printa("%s %@d\n", @s); }' 2>&1
}
build() {
  echo "- $*"
  "$@" -o target target.c || return
  trace -x pidreturn=uretprobe >by-address
  trace -x pidreturn=insn >by-instructions
  [ -e expected ] || { cp by-address expected; cat expected; }
  cmp expected by-address && cmp expected by-instructions && echo same
}
# That a compiler is missing is said, and shows in the output.
build gcc -O0
if [ "${bits:-}" = 32 ]; then
  build gcc -O2 -m32
  exit
fi
for flags in -O1 -O2 -O3 '-O2 -flto' '-O2 -static' '-O2 -fomit-frame-pointer' '-O2 -fno-omit-frame-pointer' \
  '-O2 -fcf-protection=full' '-O2 -no-pie'; do
  # shellcheck disable=SC2086
  build gcc $flags
done
build clang-19 -O0
build clang-19 -O2

echo '- stripped, with the symbols in a file of its own'
gcc -O2 -g -Wl,--build-id -o target target.c
id=$(readelf -n target | sed -n 's/.*Build ID: //p')
folder=/usr/lib/debug/.build-id/${id:0:2}
trap 'rm -f "$folder/${id:2}.debug"; rmdir --ignore-fail-on-non-empty "$folder"' EXIT
mkdir -p "$folder"
objcopy --only-keep-debug target "$folder/${id:2}.debug"
strip target
trace >stripped
cmp expected stripped && echo same
"$DTRACE" -q -c ./target -n 'pid$target:a.out:measure:entry
  { printf("%s %d\n", stringof(copyinstr((uintptr_t)args[0])), args[1]); exit(0); }' | grep -v '^[0-9]'
