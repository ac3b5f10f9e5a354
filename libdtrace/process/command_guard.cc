#include "process/command_guard.h"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dtrace {

namespace {

constexpr int patience_milliseconds = 1000, forever = -1;

bool ended(int process, int milliseconds) {
  pollfd end = {process, POLLIN, 0};
  int ready;
  while ((ready = poll(&end, 1, milliseconds)) < 0 && errno == EINTR)
    ;
  return ready != 0;
}

void send(int process, int signal) {
  syscall(SYS_pidfd_send_signal, process, signal, nullptr, 0);
}

// SIGCONT: a program that is stopped would not hear of SIGTERM.
void end_when_told(int life, int process) {
  pollfd either[2] = {{life, POLLIN, 0}, {process, POLLIN, 0}};
  while (poll(either, 2, forever) < 0 && errno == EINTR)
    ;
  char let_run;
  if (either[1].revents || read(life, &let_run, 1) > 0)
    return;
  send(process, SIGTERM);
  send(process, SIGCONT);
  if (!ended(process, patience_milliseconds))
    send(process, SIGKILL);
}

} // namespace

Result<std::unique_ptr<CommandGuard>> CommandGuard::open(int pidfd) {
  TRY(guardian, Guardian::start("command-guard", pidfd, end_when_told));
  return std::unique_ptr<CommandGuard>(new CommandGuard(std::move(guardian)));
}

} // namespace dtrace
