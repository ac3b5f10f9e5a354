// The probes of a loaded program: attaches them, fires BEGIN and END, adds probes of libraries that
// are loaded later, and detaches them all.
#pragma once
#include "analysis/typed.h"
#include "consume/recorded_names.h"
#include "kernel/kernel.h"
#include "language/options.h"
#include "output/output.h"
#include "progress.h"
#include "providers/link_holder.h"
#include "providers/missing_probes.h"
#include "providers/provider.h"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace dtrace {

class LateProbes;
class RefusedProbes;

class AttachedProbes {
public:
  // Keeps references to all of them.
  AttachedProbes(TypedProgram &program, const LoadedObject &loaded, const Options &options,
                 Output &messages, Progress &progress);
  ~AttachedProbes();
  AttachedProbes(const AttachedProbes &) = delete;

  // Memory of the loaded program in which tables of arguments may grow.
  void use_memory(Registry &registry);
  // Attaches all of them; nothing fires before the programs are active. is_child: a process of
  // ours, which may be stopped when it loads something. Returns what does not fire, and why.
  Result<MissingProbes> attach(const std::function<bool(pid_t)> &is_child);
  Result<void> fire(std::string_view name); // of dtrace:::, in our own thread
  std::vector<int> wake_fds() const;        // readable: follow() has something to do
  // Attaches and names the probes of what has been loaded since.
  void follow(RecordedNames &names);
  void release(); // all of them, and waits for it

private:
  Result<void> attach(const typed::BpfProgram &program, RefusedProbes &refused, size_t done,
                      size_t total);
  LoadedProgram loaded_program(const typed::BpfProgram &program);
  int only_cpu() const;
  LateProbes &late() const;

  TypedProgram &program_;
  const LoadedObject &loaded_;
  const Options &options_;
  Output &messages_;
  Progress &progress_;
  std::vector<std::unique_ptr<Link>> links_;
  LinkHolder holder_; // of other links
};

} // namespace dtrace
