#include "providers/stop_guard.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dtrace {

namespace {

// The program that stops the target may run for a moment after our end: the kernel takes it out when
// it closes our files.
constexpr int releases = 200, release_microseconds = 5000;

// As fork() leaves it: other threads may have held any lock. System calls only.
[[noreturn]] void guard(int life, int target) {
  prctl(PR_SET_NAME, "dtrace-release"); // killing all that is called dtrace spares it
  setsid();
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, nullptr);
  // Our links live as long as any process has their files.
  dup2(life, 0);
  dup2(target, 1);
  syscall(SYS_close_range, 2u, ~0u, 0);
  char done;
  ssize_t got;
  while ((got = read(0, &done, 1)) < 0 && errno == EINTR)
    ;
  for (int i = 0; got == 0 && i < releases; i++) {
    if (syscall(SYS_pidfd_send_signal, 1, SIGCONT, nullptr, 0) != 0)
      break;
    usleep(release_microseconds);
  }
  _exit(0);
}

// A child whose end sends no SIGCHLD: the program that uses the library has its own children.
pid_t quiet_fork() { return static_cast<pid_t>(syscall(SYS_clone, 0, nullptr, nullptr, nullptr, 0)); }

} // namespace

Result<std::unique_ptr<StopGuard>> StopGuard::open(pid_t target) {
  int ends[2] = {-1, -1};
  const auto pidfd = static_cast<int>(syscall(SYS_pidfd_open, target, 0));
  pid_t guard_process = -1;
  if (pidfd >= 0 && pipe2(ends, O_CLOEXEC) == 0) {
    const int lowest = 3; // dup2() in the guard must not hit what it still needs
    const int life = fcntl(ends[0], F_DUPFD_CLOEXEC, lowest);
    const int process = fcntl(pidfd, F_DUPFD_CLOEXEC, lowest);
    guard_process = life < 0 || process < 0 ? -1 : quiet_fork();
    if (guard_process == 0)
      guard(life, process);
    for (const int fd : {life, process})
      if (fd >= 0)
        close(fd);
  }
  const int error = errno;
  for (const int fd : {pidfd, ends[0]})
    if (fd >= 0)
      close(fd);
  if (guard_process > 0)
    return std::unique_ptr<StopGuard>(new StopGuard(guard_process, ends[1]));
  if (ends[1] >= 0)
    close(ends[1]);
  return fail("failed to watch over pid %d: %s", target, strerror(error));
}

StopGuard::~StopGuard() {
  const char done = 0;
  (void)!write(life_, &done, 1);
  close(life_);
  while (waitpid(guard_, nullptr, __WCLONE) < 0 && errno == EINTR)
    ;
}

} // namespace dtrace
