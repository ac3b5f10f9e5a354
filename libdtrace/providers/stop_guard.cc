#include "providers/stop_guard.h"

#include "base/limits.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>

namespace dtrace {

namespace {

// The program that stops the target may run for a moment after our end: the kernel takes it out when
// it closes our files.
constexpr int releases = 200, release_microseconds = 5000;

void release_when_gone(int life, int target) {
  char done;
  ssize_t got;
  while ((got = read(life, &done, 1)) < 0 && errno == EINTR)
    ;
  for (int i = 0; got == 0 && i < releases; i++) {
    if (syscall(SYS_pidfd_send_signal, target, SIGCONT, nullptr, 0) != 0)
      break;
    usleep(release_microseconds);
  }
}

} // namespace

Result<std::unique_ptr<StopGuard>> StopGuard::open(pid_t target) {
  const auto pidfd = static_cast<int>(syscall(SYS_pidfd_open, target, 0));
  if (pidfd < 0 && errno == ESRCH)
    return nullptr;
  if (pidfd < 0)
    return fail("failed to watch over pid %d: %s", target, explain_errno(errno).c_str());
  auto guardian = Guardian::start("stop-guard", pidfd, release_when_gone);
  close(pidfd);
  if (!guardian)
    return std::unexpected(guardian.error());
  return std::unique_ptr<StopGuard>(new StopGuard(std::move(*guardian)));
}

StopGuard::~StopGuard() { guardian_->tell('d'); }

} // namespace dtrace
