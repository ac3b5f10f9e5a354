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
    for (int i = 0; i < 400 && getppid() != 1; i++, usleep(10000))
      enabled += run(6);
  else
    printf("enabled %d times\n", enabled);
  return 0;
}
