# In a pid namespace of its own, with a /proc of its own and without: $target, $pid and -p mean the
# process that pid shows, and user stacks have names, of a process that has ended, too.
# @requires: root command:unshare command:gcc
# @time: 40
cat >inner.sh <<'END'
"$DTRACE" -qn 'syscall::getpgid:entry /pid == $target/ { calls++; }
  BEGIN { printf("self %d\n", $pid == pid); }
  END { printf("calls %d\n", calls); }' -c './called 3'
"$DTRACE" -qn 'pid$target:a.out:shown:entry { printf("%s %d", probefunc, pid == $target); ustack(2); }' \
  -c './called 1' | sed 's/+0x.*//'
./called forever &
process=$!
"$DTRACE" -qn 'syscall::getpgid:entry /pid == $target/ { printf("-p %d\n", progenyof($target)); exit(0); }' -p $process
kill $process
END
cat >called.c <<'END'
#include <stdlib.h>
#include <unistd.h>
__attribute__((noinline)) void shown(void) { getpgid(0); }
int main(int count, char **words) {
  const int times = atoi(words[count - 1]);
  for (int i = 0; i < times; i++)
    shown();
  while (!times) {
    shown();
    usleep(1000);
  }
  return 0;
}
END
gcc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls called.c -o called || exit
unshare -mpf true 2>/dev/null || { echo 'no pid namespaces here'; exit 77; }
echo 'own /proc'
unshare -mpf --mount-proc bash inner.sh
echo "the first namespace's /proc"
unshare -mpf bash inner.sh
