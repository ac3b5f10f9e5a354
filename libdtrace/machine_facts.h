// Facts about the machine that user space knows, for programs that use __machine(): proc(5),
// sysconf(3).
#pragma once
#include <dtrace/abi/state.h>

#include <chrono>

namespace dtrace {

class MachineFacts {
public:
  // Writes state.machine anew, but at most ten times a second. What cannot be read is 0.
  void refresh(dt_state &state);

private:
  std::chrono::steady_clock::time_point next_{};
};

} // namespace dtrace
