// Stage: providers. Lets a stopped target go on when we are killed while it waits for us: SIGKILL
// leaves no time to do it ourselves. It is a process of its own that sleeps until we are gone.
#pragma once
#include "base/diagnostic.h"

#include <memory>
#include <sys/types.h>

namespace dtrace {

class StopGuard {
public:
  static Result<std::unique_ptr<StopGuard>> open(pid_t target);
  ~StopGuard(); // nothing is to be guarded any more
  StopGuard(const StopGuard &) = delete;

private:
  StopGuard(pid_t guard, int life) : guard_(guard), life_(life) {}

  pid_t guard_;
  int life_; // the guard sees its other end close
};

} // namespace dtrace
