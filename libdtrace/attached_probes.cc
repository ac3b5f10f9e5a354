#include "attached_probes.h"

#include "debug.h"
#include "providers/late_probes.h"
#include "providers/link_release.h"
#include "providers/matches.h"
#include "providers/providers.h"
#include "refused_probes.h"

#include <algorithm>
#include <iterator>

namespace dtrace {

AttachedProbes::AttachedProbes(TypedProgram &program, const LoadedObject &loaded,
                               const Options &options, Output &messages, Progress &progress)
    : program_(program), loaded_(loaded), options_(options), messages_(messages),
      progress_(progress), holder_(progress.attaching()) {}

AttachedProbes::~AttachedProbes() {
  release();
}

LateProbes &AttachedProbes::late() const {
  return program_.matches.late();
}

int AttachedProbes::only_cpu() const {
  return program_.only_cpu ? static_cast<int>(*program_.only_cpu) : -1;
}

void AttachedProbes::use_memory(Registry &registry) {
  for (const ProviderConstant &constant : registry.constants(program_.matches))
    if (constant.grows)
      constant.grows->use_memory(loaded_.mapped(constant.symbol));
  if (late().any())
    late().use_memory(loaded_.mapped("dt_late"));
}

LoadedProgram AttachedProbes::loaded_program(const typed::BpfProgram &program) {
  LoadedProgram loaded{loaded_.program(program.spec.key), program.spec.key};
  loaded.multi = program.spec.kind == BpfKind::Uprobe && has(Feature::UprobeMulti);
  for (const typed::Enabling &enabling : program.enablings)
    loaded.arguments |= enabling.clause->arguments;
  loaded.cpu = only_cpu();
  loaded.matches = &program_.matches;
  loaded.holder = &holder_;
  return loaded;
}

// done, total: probes of all programs.
Result<void> AttachedProbes::attach(const typed::BpfProgram &program, RefusedProbes &refused,
                                    size_t done, size_t total) {
  const size_t count = program.probes.size();
  progress_.part(done, count, total);
  if (!progress_.attaching()("probes set", 0, count))
    return fail("interrupted: %zu of %zu probes were set", done, total);
  if (refused.take_unloaded(program, loaded_))
    return {};
  const RefusalSink refusals = refused.sink();
  LoadedProgram loaded = loaded_program(program);
  loaded.refusals = &refusals;
  TRY(links, program.probes[0].owner->attach(program.probes, loaded));
  debug(options_, messages_, "program %s serves %zu probes", program.spec.key.c_str(), count);
  std::ranges::move(links, std::back_inserter(links_));
  loaded.refusals = nullptr; // of probes that come later each is told
  late().serve(loaded);
  return {};
}

Result<MissingProbes> AttachedProbes::attach(const std::function<bool(pid_t)> &is_child) {
  size_t total = 0, done = 0;
  for (const typed::BpfProgram &program : program_.programs)
    total += program.probes.size();
  RefusedProbes refused;
  for (const typed::BpfProgram &program : program_.programs) {
    if (!program.probes.empty())
      TRY_VOID(attach(program, refused, done, total));
    done += program.probes.size();
  }
  MissingProbes missing = program_.missing;
  TRY_VOID(refused.settle(program_, missing));
  const LoadedProgram like{
      .fd = -1, .name = {}, .multi = late().any() && has(Feature::UprobeMulti), .holder = &holder_};
  TRY_VOID(late().watch(like, is_child));
  return missing;
}

Result<void> AttachedProbes::fire(std::string_view name) {
  for (const typed::BpfProgram &program : program_.programs)
    for (const Probe &probe : program.probes)
      if (probe.provider == "dtrace" && probe.name == name)
        return run_program(loaded_.program(program.spec.key), only_cpu());
  return {};
}

std::vector<int> AttachedProbes::wake_fds() const {
  return late().wake_fds();
}

void AttachedProbes::follow(RecordedNames &names) {
  late().follow(
      program_.matches,
      [&](const Probe &probe, const Probe &blank) {
        names.arrive(blank.id,
                     {blank.id, probe.provider, probe.module, probe.function, probe.name});
      },
      [&](const std::string &text) { messages_.printf("dtrace: %s\n", text.c_str()); }, links_);
}

// The kernel lets whoever takes out probes wait until none of them runs: all of ours at once.
void AttachedProbes::release() {
  const ProgressSink progress = progress_.detaching([this] { late().let_go_on(); });
  holder_.begin_release();
  dtrace::release(links_, progress);
  holder_.release(progress);
  late().release();
  progress_.end();
}

} // namespace dtrace
