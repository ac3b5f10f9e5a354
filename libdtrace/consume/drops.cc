#include "consume/drops.h"

#include <algorithm>

namespace dtrace {

namespace {
struct Counter {
  uint64_t dt_cpu::*field;
  DropKind kind;
  bool by_cpu;
};
constexpr Counter counters[] = {
    {&dt_cpu::record_drops, DropKind::Principal, true},
    {&dt_cpu::aggregation_drops, DropKind::Aggregation, true},
    {&dt_cpu::dynamic_drops, DropKind::Dynamic, false},
    {&dt_cpu::speculation_drops, DropKind::Speculation, false},
    {&dt_cpu::speculation_busy, DropKind::SpeculationBusy, false},
    {&dt_cpu::speculation_none, DropKind::SpeculationUnavailable, false},
    {&dt_cpu::error_drops, DropKind::DoubleError, false},
    {&dt_cpu::string_drops, DropKind::StackString, false},
};
} // namespace

// Programs keep counting while we read, so each counter is read once: the same value is reported
// and kept.
void DropCounter::report(std::span<const dt_cpu> live, RecordHandler &handler) {
  const std::vector<dt_cpu> cpus(live.begin(), live.end());
  last_.resize(std::max(last_.size(), cpus.size()));
  for (const Counter &counter : counters) {
    uint64_t count = 0, total = 0;
    for (size_t cpu = 0; cpu < cpus.size(); cpu++) {
      const uint64_t now = cpus[cpu].*counter.field, before = last_[cpu].*counter.field;
      if (counter.by_cpu && now != before)
        handler.drop({counter.kind, static_cast<uint32_t>(cpu), now - before, now});
      count += now - before, total += now;
    }
    if (!counter.by_cpu && count)
      handler.drop({counter.kind, 0, count, total});
  }
  std::copy(cpus.begin(), cpus.end(), last_.begin());
}

} // namespace dtrace
