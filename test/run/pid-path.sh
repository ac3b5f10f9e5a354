# pid* of a file by its path, before any process runs it, also through a symbolic link; every process of
# it from then on. What a path means to a process that is traced; what is not there.
# @requires: command:gcc
cat >part.c <<'END'
int part(int n) { return n + 1; }
END
cat >whole.c <<'END'
#include <unistd.h>
int part(int n);
__attribute__((noinline)) int whole(int n) { __asm__(""); return n * 2; }
int main(void) { getppid(); return part(whole(20)) != 41; }
END
mkdir real
gcc -shared -fPIC -O1 -o real/libpart.so.1.2 part.c && gcc -O1 -o real/whole whole.c real/libpart.so.1.2 \
  -Wl,-rpath,"$PWD/real" || exit 1
ln -s libpart.so.1.2 real/libpart.so && ln -s real/whole link

for program in "$PWD/link" "$PWD/real/whole"; do
  "$DTRACE" -q -o out -n 'pid*:"'"$program"'":whole:entry { printf("%s %s %d\n", probemod, probefunc, arg0); }
    pid*:"'"$PWD"'/real/libpart.so":part:return { printf("%s %d\n", probemod, arg1); n++; }
    pid*:"'"$PWD"'/real/libpart.so":part:return /n == 2/ { exit(0); }
    BEGIN { system("%s; %s", "'"$program"'", "'"$program"'"); }' -w || exit 1
  cat out
done
echo '- of a process, by a link'
"$DTRACE" -q -c "$PWD/link" -n 'pid$target:"'"$PWD"'/link":whole:entry { printf("%s\n", probemod); }
  pid$target:"'"$PWD"'/real/libpart.so":part:entry { printf("%s\n", probemod); }'
