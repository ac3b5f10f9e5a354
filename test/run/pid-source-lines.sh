# Lines of the source, in each function and inlined copy that has them; entries of functions that were
# inlined everywhere. -v tells of them; what has no code or no probe is named.
# @requires: command:gcc
cat >server.c <<'END'
#include <unistd.h>
static inline __attribute__((always_inline)) long scaled(long n) {
  return n * getppid();
}
__attribute__((noinline)) long first(long n) { return scaled(n) + 1; }
__attribute__((noinline)) long second(long n) { return scaled(n) + 2; }
int main(void) {
  long sum = 0;
  for (int i = 0; i < 5; i++)
    sum += first(i);
  for (int i = 0; i < 3; i++)
    sum += second(i);
  return sum == 0;
}
END
for flags in '-g -O1' '-g -O2 -gdwarf-4' '-g -O0'; do
  gcc $flags -o server "$PWD/server.c" || exit 1
  echo "- $flags"
  "$DTRACE" -q -c ./server -n '
    pid$target:a.out:server.c:3 { @["line"] = count(); }
    pid$target:a.out:"'"${PWD##*/}"'/server.c":10 { @["line of the path"] = count(); }
    pid$target:a.out:server.c:3 { @names[probemod, probefunc, probename] = count(); }
    pid$target:a.out:scaled:entry { @["inlined"] = count(); @callers["caller", ufunc(uregs[R_PC])] = count(); }' |
    sed -E 's/ +/ /g' | sort
done
gcc -g -O1 -o server server.c
echo '- told'
"$DTRACE" -ev -c ./server -n 'pid$target:a.out:scaled:entry, pid$target:a.out:server.c:3' 2>&1 |
  grep fires | sed 's/pid[0-9]*/pid/'
