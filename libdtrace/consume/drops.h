// Stage: consume. The counters of lost data (abi/state.h) -> reports of what was lost since the
// last look.
#pragma once
#include "consume/handler.h"
#include "dtrace/abi/state.h"

#include <span>

namespace dtrace {

class DropCounter {
public:
  // live[i] is CPU i's counters, which may grow meanwhile. Those kept a CPU are reported a CPU, others
  // summed.
  void report(std::span<const dt_cpu> live, RecordHandler &handler);

private:
  std::vector<dt_cpu> last_;
};

} // namespace dtrace
