// The command: Ctrl-C, SIGTERM and SIGHUP become readable on a file descriptor; SIGPIPE is ignored,
// as the output notices a closed pipe itself. While one lives; handlers are restored after.
#pragma once
#include <csignal>

namespace dtrace {

class StopSignals {
public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals &) = delete;
  int fd() const;
  bool arrived() const;

private:
  struct sigaction old_[4];
};

} // namespace dtrace
