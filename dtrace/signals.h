// The command: Ctrl-C, SIGTERM, SIGHUP and the end of the output's reader become readable on a file
// descriptor, even when nothing is printed. SIGPIPE is ignored, as a write notices a closed pipe
// itself. A second signal, somewhat later, ends us at once. While one lives; handlers are restored
// after.
#pragma once
#include <csignal>
#include <cstdio>

namespace dtrace {

class StopSignals {
public:
  explicit StopSignals(FILE *output);
  ~StopSignals();
  StopSignals(const StopSignals &) = delete;
  int fd() const { return poll_fd_; }
  bool arrived() const; // a signal, or the end of the reader

private:
  int poll_fd_;
  struct sigaction old_[4];
};

} // namespace dtrace
