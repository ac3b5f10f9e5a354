// Stage: providers. Hears of it when a process loads a library or executes another program, by two
// small BPF programs: at the dynamic linker's _dl_debug_state(), which it calls around each change
// of its list (<link.h>, r_brk), and at the tracepoint sched_process_exec. On request the process
// is stopped there (SIGSTOP), before anything of what was loaded has run, until proceed().
#pragma once
#include "providers/provider.h"
#include "providers/stop_guard.h"
#include "providers/user_probes.h"
#include "system/ring_buffer.h"

#include <optional>
#include <set>
#include <sys/types.h>

namespace dtrace {

class LoadWatch {
public:
  // process 0: every one, none of which is stopped. A program without a dynamic linker loads
  // nothing. Probes are set as for `like`, by its holder.
  static Result<std::unique_ptr<LoadWatch>> open(pid_t process, bool stops,
                                                 const LoadedProgram &like);
  ~LoadWatch(); // once its probes are gone; lets the process go on
  LoadWatch(const LoadWatch &) = delete;

  int fd() const { return map_.get(); } // readable (poll) when there is something to hear
  // Who loaded or executed something since the last call; waits until the process has stopped.
  std::set<pid_t> heard();
  void proceed();

private:
  LoadWatch(pid_t process, bool stops) : process_(process), stops_(stops) {}
  Result<Descriptor> load(bool multi, bool at_linker) const;
  void wait_until_stopped();

  std::unique_ptr<StopGuard> guard_; // dies last
  const pid_t process_;
  const bool stops_;
  bool stopped_ = false;
  Descriptor map_, linker_program_, exec_program_, exec_link_;
  std::optional<RingBuffer> ring_;
};

} // namespace dtrace
