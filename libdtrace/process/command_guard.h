// Stage: process. Ends a -c program that is still running when tracing ends or when this process
// dies, however it dies: with SIGTERM, and a second later with SIGKILL.
#pragma once
#include "process/guardian.h"

namespace dtrace {

class CommandGuard {
public:
  // pidfd: the program's; stays the caller's.
  static Result<std::unique_ptr<CommandGuard>> open(int pidfd);
  ~CommandGuard() = default; // end(), and waits until that is done
  CommandGuard(const CommandGuard &) = delete;

  void end() { guardian_->go(); }          // does not wait
  void let_run() { guardian_->tell('r'); } // we are no longer responsible for it

private:
  explicit CommandGuard(std::unique_ptr<Guardian> guardian) : guardian_(std::move(guardian)) {}

  std::unique_ptr<Guardian> guardian_;
};

} // namespace dtrace
