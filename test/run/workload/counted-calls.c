// Workload: a known number of calls. 10 reads of 100 bytes and 5 of 7 by pread, 8 writes of 50 bytes,
// 4 of two parts with 60 bytes together; 6 children by fork, 3 by vfork that execute this program; 9
// stats; 400 bytes, one by one, through a pipe; 1 ms of sleep, 12 times.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char text[100];

static int reads_and_writes(void) {
  const int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
  struct iovec parts[2] = {{text, 20}, {text, 40}};
  long bytes = 0;
  for (int i = 0; i < 10; i++)
    bytes += read(zero, text, 100);
  for (int i = 0; i < 5; i++)
    bytes += pread(zero, text, 7, 0);
  for (int i = 0; i < 8; i++)
    bytes += write(null, text, 50);
  for (int i = 0; i < 4; i++)
    bytes += writev(null, parts, 2);
  return bytes == 1000 + 35 + 400 + 240;
}

static void children(char *name) {
  for (int i = 0; i < 6; i++) {
    const pid_t child = fork();
    if (!child)
      _exit(0);
    waitpid(child, NULL, 0);
  }
  for (int i = 0; i < 3; i++) {
    const pid_t child = vfork();
    if (!child) {
      execl("/proc/self/exe", name, "again", NULL);
      _exit(1);
    }
    waitpid(child, NULL, 0);
  }
}

static int through_a_pipe(void) {
  int ends[2];
  if (pipe(ends))
    return 0;
  for (int i = 0; i < 400; i++)
    if (write(ends[1], text, 1) != 1 || read(ends[0], text, 1) != 1)
      return 0;
  return 1;
}

int main(int argc, char **argv) {
  if (argc > 1)
    return 0;
  struct stat status;
  for (int i = 0; i < 9; i++)
    stat("/dev/null", &status);
  for (int i = 0; i < 12; i++)
    usleep(1000);
  children(argv[0]);
  return !reads_and_writes() || !through_a_pipe();
}
