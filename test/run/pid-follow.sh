# What a target loads while it is traced: a library opened by it, from the first call on; another
# program that it becomes, and that one's libraries. A running process (-p) is followed as well.
# @requires: command:gcc
# @time: 60
cat >plug.c <<'END'
__attribute__((noinline)) int plug_work(int n) { __asm__(""); return n * 3; }
int plug_run(int n) { return plug_work(n) + 1; }
END
cat >host.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  if (argc > 1 && !strcmp(argv[1], "exec"))
    execl("./other", "./other", NULL);
  if (argc > 1 && !strcmp(argv[1], "wait"))
    getchar();
  void *plug = dlopen("./plug.so", RTLD_NOW);
  int (*run)(int) = (int (*)(int))dlsym(plug, "plug_run");
  for (int i = 0; i < 3; i++)
    run(5);
  if (argc > 1 && !strcmp(argv[1], "wait"))
    for (int i = 0; i < 200; i++, usleep(10000))
      run(6);
  puts("unharmed");
  return 0;
}
END
gcc -O1 -shared -fPIC -o plug.so plug.c
gcc -O1 -o host host.c
cp host other
echo '- a library'
"$DTRACE" -Zq -c ./host -n 'pid$target:plug:plug_work:entry { @[probemod, probefunc, probename, arg0] = count(); }
  pid$target:plug:plug_work:return { @[probemod, probefunc, probename, arg1] = count(); }'
echo '- each of its functions'
"$DTRACE" -Zq -c ./host -n 'pid$target:plug.so::entry { @[probefunc] = count(); }' | grep -E 'plug_|unharmed'
echo '- another program'
"$DTRACE" -Zq -c './host exec' -n 'pid$target:other:main:entry { @[probemod, probefunc] = count(); }
  pid$target:plug:plug_work:entry { @[probemod, probefunc] = count(); }'
echo '- from before its libraries'
"$DTRACE" -Zq -x evaltime=exec -c ./host -n 'pid$target:libc:puts:entry { @[probefunc] = count(); }'
echo '- running'
mkfifo go
./host wait <go &
exec 3>go
"$DTRACE" -Zwq -p $! -n 'BEGIN { system("echo >go"); } pid$target:plug:plug_work:entry /arg0 == 6/
  { printf("%s\n", probefunc); exit(0); }'
exec 3>&-
kill -9 $!
