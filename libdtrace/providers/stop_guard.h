// Stage: providers. Resumes a stopped target if we are killed while it waits for us.
#pragma once
#include "process/guardian.h"

namespace dtrace {

class StopGuard {
public:
  // Null: the target has ended.
  static Result<std::unique_ptr<StopGuard>> open(pid_t target);
  ~StopGuard(); // there is nothing to guard any more
  StopGuard(const StopGuard &) = delete;

private:
  explicit StopGuard(std::unique_ptr<Guardian> guardian) : guardian_(std::move(guardian)) {}

  std::unique_ptr<Guardian> guardian_;
};

} // namespace dtrace
