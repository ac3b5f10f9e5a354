// A known number of processes, threads and signals: 3 children exit, one executes /bin/true after
// one failure, one dies of a bad address, one is killed; 2 threads; SIGUSR1 is handled twice,
// SIGUSR2 ignored three times.
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int *volatile nowhere = (volatile int *)16;
// In memory of their own, so that they are there in a child, too.
static char missing[] = "_nonexistent", program[] = "_bin/true";

static void handle(int number) { (void)number; }
static void *thread(void *argument) { return argument; }

static pid_t born(void) {
  const pid_t child = fork();
  if (child < 0)
    _exit(1);
  return child;
}
static void wait_for(pid_t child) { waitpid(child, NULL, 0); }

int main(void) {
  missing[0] = program[0] = '/';
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  for (int i = 0; i < 3; i++) {
    const pid_t child = born();
    if (!child)
      _exit(i);
    wait_for(child);
  }
  pid_t child = born();
  if (!child) {
    execl(missing, missing, NULL);
    execl(program, program, NULL);
    _exit(1);
  }
  wait_for(child);
  if (!(child = born()))
    *nowhere = 1;
  wait_for(child);
  if (!(child = born()))
    for (;;)
      pause();
  kill(child, SIGKILL);
  wait_for(child);
  signal(SIGUSR1, handle);
  signal(SIGUSR2, SIG_IGN);
  for (int i = 0; i < 2; i++)
    kill(getpid(), SIGUSR1);
  for (int i = 0; i < 3; i++)
    kill(getpid(), SIGUSR2);
  for (int i = 0; i < 2; i++) {
    pthread_t id;
    if (pthread_create(&id, NULL, thread, NULL))
      return 1;
    pthread_join(id, NULL);
  }
  return 0;
}
