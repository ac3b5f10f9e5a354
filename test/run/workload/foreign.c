// Workload: calls that have other names elsewhere, each as Linux has it: open("one") where Linux has it, openat("two"),
// newfstatat("three"), the same of a link "four" and of an open file, statx("five"), execve of a
// missing "six", tgkill of itself by signal 0, gettid, pread64 of 3 bytes at 7, socket, one thread,
// and exit_group(9).
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/stat.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static char names[6][8] = {"one", "two", "three", "four", "five", "six"};
static char memory[1024];
static void *thread(void *argument) { return argument; }

int main(void) {
  pthread_t id;
  char *none[1] = {NULL};
  for (int i = 0; i < 6; i++)
    *(volatile char *)names[i] = names[i][0];
#ifdef SYS_open
  syscall(SYS_open, names[0], O_RDONLY, 0);
#endif
  syscall(SYS_openat, AT_FDCWD, names[1], O_WRONLY, 0);
  syscall(SYS_newfstatat, AT_FDCWD, names[2], memory, 0);
  syscall(SYS_newfstatat, AT_FDCWD, names[3], memory, AT_SYMLINK_NOFOLLOW);
  syscall(SYS_newfstatat, 0, "", memory, AT_EMPTY_PATH);
  syscall(SYS_statx, AT_FDCWD, names[4], 0, 0, memory);
  syscall(SYS_execve, names[5], none, none);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0);
  syscall(SYS_pread64, 99, memory, 3L, 7L);
  close(socket(AF_INET, SOCK_DGRAM, 0));
  if (pthread_create(&id, NULL, thread, NULL) == 0)
    pthread_join(id, NULL);
  syscall(SYS_exit_group, 9);
}
