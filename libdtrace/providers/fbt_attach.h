// Stage: providers. Attaching programs to kernel functions: one way for each capability of the
// kernel.
#pragma once
#include "providers/provider.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dtrace {

// One place to attach to.
struct FunctionTarget {
  const Probe *probe;   // that is there
  std::string name;     // "vfs_read", or "module:name" where the kernel wants it so
  uint64_t address = 0; // 0: by name
  uint64_t cookie = 0;  // Probe::number
};

using Links = std::vector<std::unique_ptr<Link>>;

// A typed program that was loaded for its one function (fentry, fexit).
Result<void> attach_typed(const Probe &probe, const LoadedProgram &program, Links &links);

// Thousands at once through kprobe.multi. What an error leaves in `links` is attached. Functions
// that the kernel refuses are skipped and reported.
Result<void> attach_kprobe_multi(std::vector<FunctionTarget> targets, bool is_return,
                                 const LoadedProgram &program, const ProgressSink &progress,
                                 Links &links);

// One kprobe a function. The same.
Result<void> attach_kprobes(std::vector<FunctionTarget> targets, bool is_return,
                            const LoadedProgram &program, const ProgressSink &progress,
                            Links &links);

} // namespace dtrace
