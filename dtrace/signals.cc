#include "signals.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <iterator>

namespace dtrace {

namespace {
constexpr int stop_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
int event_fd = -1; // a signal handler has nowhere else to look
volatile sig_atomic_t got_signal = 0;
timespec first_signal; // CLOCK_MONOTONIC

// Some senders, such as timeout(1), send the same signal twice: to us, and to our group.
constexpr long one_request_milliseconds = 200;

bool is_another_request() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (!got_signal) {
    first_signal = now;
    return false;
  }
  return (now.tv_sec - first_signal.tv_sec) * 1000 +
             (now.tv_nsec - first_signal.tv_nsec) / 1000000 > one_request_milliseconds;
}

// A second signal means: do not wait for our output, whose reader may never read.
void handle(int signal) {
  if (is_another_request()) {
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
    raise(signal); // once this function returns
    return;
  }
  const int saved = errno;
  const uint64_t one = 1;
  got_signal = 1;
  if (write(event_fd, &one, sizeof one) < 0) {
    // the flag is set; the next beat of the loop sees it
  }
  errno = saved;
}
} // namespace

StopSignals::StopSignals(FILE *output) : poll_fd_(epoll_create1(EPOLL_CLOEXEC)) {
  event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  got_signal = 0;
  epoll_event readable{.events = EPOLLIN, .data = {}};
  epoll_ctl(poll_fd_, EPOLL_CTL_ADD, event_fd, &readable);
  epoll_event only_its_end{.events = 0, .data = {}}; // plain files have none, and are refused
  epoll_ctl(poll_fd_, EPOLL_CTL_ADD, fileno(output), &only_its_end);
  for (size_t i = 0; i < std::size(stop_signals); i++) {
    struct sigaction action = {};
    action.sa_handler = stop_signals[i] == SIGPIPE ? SIG_IGN : handle;
    sigaction(stop_signals[i], nullptr, &old_[i]);
    // Started by nohup and the like: an ignored SIGINT or SIGHUP stays ignored.
    if (old_[i].sa_handler != SIG_IGN)
      sigaction(stop_signals[i], &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (size_t i = 0; i < std::size(stop_signals); i++)
    sigaction(stop_signals[i], &old_[i], nullptr);
  close(poll_fd_);
  close(event_fd);
}

bool StopSignals::arrived() const {
  epoll_event event;
  return got_signal != 0 || epoll_wait(poll_fd_, &event, 1, 0) > 0;
}

} // namespace dtrace
