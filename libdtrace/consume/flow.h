// Stage: consume. -F: whether a record enters or leaves a function, and how deep it stands, a CPU.
// A probe that fires several clauses enters at the first of them and leaves at the last; the others
// are shown as points in between.
#pragma once
#include "consume/handler.h"

#include <unordered_map>

namespace dtrace {

class FlowIndent {
public:
  // Sets record.flow and record.indent. same_probe_follows: the next record of this CPU is of this
  // probe too, by a later clause.
  void place(RecordView &record, bool same_probe_follows);

private:
  struct Cpu {
    uint32_t indent = 0;
    uint32_t probe = 0;  // of the last record; 0: none
    uint32_t clause = 0; // of the last record
  };
  std::unordered_map<uint32_t, Cpu> cpus_;
};

// `entry`, `…-entry`: Entry; `return`, `…-return`: Return.
Flow flow_of(std::string_view probe_name);

} // namespace dtrace
