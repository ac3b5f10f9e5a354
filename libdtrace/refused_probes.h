// Probes that the kernel refuses though they match, by attaching or by loading their program. A
// description that keeps some of its probes continues without the others, which are reported. One
// that keeps none is an error, unless it names documented probes: existing scripts must run.
#pragma once
#include "analysis/typed.h"
#include "kernel/kernel.h"

#include <unordered_map>

namespace dtrace {

class RefusedProbes {
public:
  RefusalSink sink(); // for the providers; we outlive it
  // Whether the program was not loaded, as nothing is let be attached to its probes: then they are ours.
  bool take_unloaded(const typed::BpfProgram &program, const LoadedObject &loaded);
  Result<void> settle(const TypedProgram &program, MissingProbes &missing) const;

private:
  struct Refusal {
    std::string why; // of many: without the probe's name
    Diagnostic error;
  };
  std::unordered_map<uint32_t, Refusal> refused_; // by the probe's id
};

} // namespace dtrace
