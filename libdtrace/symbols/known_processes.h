// Stage: symbols. What processes have mapped, as far as we were told or have read it, of those that were
// told of or asked for last: machines start processes for ever. One that is forgotten and still runs is
// read again when it is asked for; the addresses of one that has ended have no names any more.
#pragma once
#include "symbols/jit_map.h"
#include "symbols/process_map.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <sys/types.h>

namespace dtrace {

struct KnownProcess {
  ProcessMap map;
  bool is_whole = false; // not only what was told of since we listen
  std::unique_ptr<JitMap> jit = nullptr; // null: not asked for yet
  uint64_t last_use = 0;
};

class KnownProcesses {
public:
  static constexpr size_t usual_most = 4096; // some 10 MiB
  explicit KnownProcesses(size_t most = usual_most) : most_(most) {}

  // Valid until the next call; a new one has nothing mapped.
  KnownProcess &of(pid_t process);
  // A process that has just got this map, by fork or exec.
  void begin_anew(pid_t process, ProcessMap map, bool is_whole);
  size_t size() const { return processes_.size(); }
  template <class Visit> void each_region(Visit visit) const {
    for (const auto &[pid, process] : processes_)
      for (const ProcessMap::Region &region : process.map.regions)
        visit(region);
  }

private:
  void forget_oldest();

  size_t most_;
  uint64_t uses_ = 0;
  std::unordered_map<pid_t, KnownProcess> processes_;
};

} // namespace dtrace
