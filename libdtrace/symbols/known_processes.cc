// Stage: symbols. The processes that were used last; an eighth is forgotten at once, so that it costs
// little for each.
#include "symbols/known_processes.h"

#include <algorithm>
#include <vector>

namespace dtrace {

KnownProcess &KnownProcesses::of(pid_t process) {
  if (processes_.size() >= most_ && !processes_.contains(process))
    forget_oldest();
  KnownProcess &known = processes_[process];
  known.last_use = ++uses_;
  return known;
}

void KnownProcesses::begin_anew(pid_t process, ProcessMap map, bool is_whole) {
  KnownProcess &known = of(process);
  known.map = std::move(map);
  known.is_whole = is_whole;
  known.jit.reset();
}

void KnownProcesses::forget_oldest() {
  std::vector<uint64_t> uses;
  uses.reserve(processes_.size());
  for (const auto &[pid, process] : processes_)
    uses.push_back(process.last_use);
  const auto bound = uses.begin() + static_cast<ptrdiff_t>(uses.size() / 8);
  std::ranges::nth_element(uses, bound);
  std::erase_if(processes_, [last = *bound](const auto &each) { return each.second.last_use <= last; });
}

} // namespace dtrace
