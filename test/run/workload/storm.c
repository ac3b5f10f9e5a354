// A storm of processes, threads and signals with known counts: 30 children exit, 10 are made by vfork
// and execute this program, 5 fail to execute something and exit, 15 are killed, 6 die of a bad
// address, 4 of a division by zero; 25 threads; 20 times SIGUSR1 is handled, 8 times SIGUSR2 is
// waited for; 3 calls of nice. `storm few`: a fifth of the children.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int *volatile nowhere = (volatile int *)4096;
static volatile int zero;
// In memory of its own, so that it is there in a child, too.
static char missing[] = "_nonexistent";

static void handle(int number) { (void)number; }
static void *thread(void *argument) { return argument; }
static void leave(void) { _exit(0); }
static void execute_nothing(void) {
  execl(missing, missing, NULL);
  _exit(1);
}
static void sleep_for_ever(void) {
  for (;;)
    pause();
}
static void fault(void) { *nowhere = 1; }
static void divide(void) {
#ifndef __x86_64__ // elsewhere 7 / 0 is a number: the signal that it would be
  siginfo_t info = {.si_signo = SIGFPE, .si_code = FPE_INTDIV};
  syscall(SYS_rt_tgsigqueueinfo, getpid(), getpid(), SIGFPE, &info);
#endif
  zero = 7 / zero;
}

static void children(int count, void (*act)(void), int signal) {
  for (int i = 0; i < count; i++) {
    const pid_t child = fork();
    if (child < 0)
      _exit(2);
    if (!child)
      act();
    if (signal)
      kill(child, signal);
    waitpid(child, NULL, 0);
  }
}

static void executions(int count, char *program) {
  for (int i = 0; i < count; i++) {
    const pid_t child = vfork();
    if (!child) {
      execl("/proc/self/exe", program, "again", NULL);
      _exit(3);
    }
    waitpid(child, NULL, 0);
  }
}

// A thread that was joined may still be on its way out: as long as it is, the process has not ended,
// and two threads that go at once both look like the last one.
static void be_alone(void) {
  struct stat tasks;
  while (!stat("/proc/self/task", &tasks) && tasks.st_nlink > 3)
    usleep(1000);
}

int main(int argc, char **argv) {
  if (argc > 1 && argv[1][0] == 'a') // again
    return 0;
  const int part = argc > 1 ? 5 : 1;
  missing[0] = '/';
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  children(30 / part, leave, 0);
  executions(10 / part, argv[0]);
  children(5 / part, execute_nothing, 0);
  children(15 / part, sleep_for_ever, SIGKILL);
  children(6 / part, fault, 0);
  children(4, divide, 0);
  for (int i = 0; i < 25; i++) {
    pthread_t id;
    if (pthread_create(&id, NULL, thread, NULL))
      return 1;
    pthread_join(id, NULL);
  }
  be_alone();
  signal(SIGUSR1, handle);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  for (int i = 0; i < 20; i++)
    kill(getpid(), SIGUSR1);
  for (int i = 0; i < 8; i++) {
    kill(getpid(), SIGUSR2);
    sigtimedwait(&set, NULL, &(struct timespec){1, 0});
  }
  return nice(1) < -20 || nice(2) < -20 || nice(3) < -20;
}
