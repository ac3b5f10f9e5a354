// Stage: consume. The counters of lost data (abi/state.h) -> reports of what was lost since the
// last look.
#pragma once
#include "consume/handler.h"
#include "dtrace/abi/state.h"

#include <span>

namespace dtrace {

class DropCounter {
public:
  // cpus[i] is CPU i's counters. Those kept a CPU are reported a CPU, others summed.
  void report(std::span<const dt_cpu> cpus, RecordHandler &handler);

private:
  std::vector<dt_cpu> last_;
};

} // namespace dtrace
