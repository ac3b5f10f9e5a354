// Memory that the running BPF programs and the tracer share (dtrace/abi/state.h): whether tracing
// is active, whether exit() was called, the clock, counters of lost data.
#pragma once
#include "kernel/kernel.h"
#include "machine_facts.h"

#include <dtrace/abi/state.h>

#include <span>
#include <sys/types.h>

namespace dtrace {

class SharedState {
public:
  // Keeps the object's memory. tells_machine: of the Manifest.
  SharedState(const LoadedObject &object, bool tells_machine);

  void begin(pid_t target); // before any probe is set; our number of the process, 0: none
  void refresh();           // the clock, the machine: again and again
  void activate();          // after BEGIN: unless exit() was called there, which stays so
  void drain();             // no probe but END does anything any more
  bool is_draining() const; // exit() was called, or drain()
  int exit_status() const { return state_.exit_status; } // exit()'s
  std::span<const dt_cpu> cpus() const { return cpus_; }

private:
  dt_state &state_;
  std::span<const dt_cpu> cpus_;
  const bool tells_machine_;
  MachineFacts machine_;
};

} // namespace dtrace
