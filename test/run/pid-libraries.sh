# A program's libraries: all functions of one, at once and out again; -x evaltime; what an indirect
# function is.
# @requires: command:gcc
# @time: 60
cat >target.c <<'END'
#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void early(void) { getenv("EARLY"); }
int main(void) {
  getenv("LATE");
  puts("unharmed");
  return 0;
}
END
gcc -O1 -o target target.c
echo '- every function'
"$DTRACE" -q -n 'pid$target:libc::entry { @[probefunc] = count(); }' -c ./target >out
head -n 1 out
grep -E '^  (getenv|puts|exit) ' out
for point in exec preinit postinit main; do
  echo "- $point"
  "$DTRACE" -Zq -x evaltime=$point -n 'pid$target:libc:getenv:entry { @[copyinstr(arg0)] = count(); }' -c ./target |
    grep -oE 'EARLY|LATE|unharmed'
done
echo '- names of a module'
path=$(realpath "$(ldd target | awk '/libc.so/ { print $3 }')")
for module in libc libc.so libc.so.6 'lib[c]*' "\"$path\""; do
  "$DTRACE" -q -n 'pid$target:'"$module"':puts:entry { trace(probemod); exit(0); }' -c ./target 2>&1 |
    grep -o 'libc.so.6'
done
echo '- aliases'
"$DTRACE" -q -n 'pid$target:libc:__libc_malloc:entry { @[probefunc] = count(); }' -c ./target | grep -o '__libc_malloc'
"$DTRACE" -q -n 'pid$target:libc:*malloc*:entry { @[probefunc] = count(); }' -c ./target | grep -oE ' (__libc_)?malloc '
