# Targets that fork, start threads, execute another program, end at once, were running, or live in
# other namespaces: all of them unharmed, what is traced is counted right.
# @requires: command:gcc
# @time: 60
cat >target.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
__attribute__((noinline)) int work(int n) { __asm__(""); return n + 1; }
static void *thread(void *unused) { for (int i = 0; i < 10; i++) work(i); return unused; }
int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!strcmp(mode, "threads")) {
    pthread_t threads[1000];
    for (int i = 0; i < 1000; i++)
      if (pthread_create(&threads[i], 0, thread, 0) != 0)
        return 1;
    for (int i = 0; i < 1000; i++)
      pthread_join(threads[i], 0);
  } else if (!strcmp(mode, "fork")) {
    work(1);
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < 10; i++)
        work(2);
      exit(7);
    }
    int status;
    waitpid(child, &status, 0);
    work(WEXITSTATUS(status));
  } else if (!strcmp(mode, "exec")) {
    work(1);
    execl(argv[0], argv[0], "again", NULL);
  } else if (!strcmp(mode, "loop")) {
    for (;;) {
      work(1);
      usleep(1000);
    }
  } else {
    work(5);
  }
  puts("unharmed");
  return 0;
}
END
gcc -O1 -o target target.c -lpthread
traced() { "$DTRACE" -q -n 'pid$target:a.out:work:entry { @[arg0] = count(); self->n = arg0; }
  pid$target:a.out:work:return /arg1 == self->n + 1/ { @right = count(); }' "$@" 2>&1; }
for mode in fork exec once; do
  echo "- $mode"
  traced -c "./target $mode"
done
echo '- threads'
"$DTRACE" -q -c './target threads' -n 'pid$target::work:entry { @ = count(); self->n = arg0; }
  pid$target::work:return /arg1 == self->n + 1/ { @right = count(); }'
echo '- nothing to run'
"$DTRACE" -q -n 'pid$target:libc:_exit:entry { trace("exits"); }' -c true
echo '- running'
./target loop &
"$DTRACE" -q -n 'pid$target:target:work:entry { @ = count(); } pid$target::work:return { n++; } tick-100ms /n > 10/ { exit(0); }' \
  -p $! | grep -qE '^ +[0-9]{2,}$' && echo counted
kill -0 $! && echo 'runs on'
echo '- every process'
"$DTRACE" -q -n 'pid*:target:work:entry /pid == $1/ { printf("%s:%s:%s %s\n", probeprov, probemod, probefunc, execname); exit(0); }' $!
kill -9 $!
echo '- stripped'
gcc -O1 -s -o target target.c -lpthread
"$DTRACE" -q -n 'pid$target:libc:puts:entry { printf("%s!\n", copyinstr(arg0)); }' -c ./target | sort
echo '- other namespaces'
gcc -O1 -static -o inside target.c -lpthread
mkdir root && mv inside root && cp target root/target
unshare -m -p -f chroot "$PWD/root" /inside loop &
for ((i = 0; i < 100; i++)); do
  inside=$(pgrep -P $!) && [ "$(readlink /proc/$inside/exe)" = "$PWD/root/inside" ] && break
  sleep 0.05
done
"$DTRACE" -q -p "$inside" -n 'pid$target:inside:work:entry
  { printf("%d %d %s\n", pid == $target, nspid, probefunc); exit(0); }'
kill -9 "$inside"
