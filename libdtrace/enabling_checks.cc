#include "enabling_checks.h"

#include "kernel/kernel.h"
#include "providers/late_probes.h"

#include <algorithm>
#include <functional>

namespace dtrace {

namespace {

// Of places in programs: a description that is too wide can match any number of them.
Result<void> check_probe_limit(const TypedProgram &typed, const Options &options) {
  constexpr size_t bytes_of_one = 700,
                   one_second = 40'000; // measured with 40,001 on an idle machine
  size_t places = 0;
  for (const typed::BpfProgram &program : typed.programs)
    if (program.spec.kind == BpfKind::Uprobe && !program.enablings.empty())
      places += std::ranges::count_if(program.probes, std::not_fn(LateProbes::is_blank));
  if (places <= options.number("probelimit"))
    return {};
  return fail("could not enable tracing: %zu places in programs match, and %s are allowed (option "
              "probelimit); setting that many probes takes about %s of kernel memory and %zu s or "
              "more, and slows down the code that runs through them: match fewer, or allow them "
              "with -x probelimit=%zu",
              places, options.text("probelimit").c_str(),
              size_text((places * bytes_of_one + (1 << 20) - 1) >> 20 << 20).c_str(),
              places / one_second + 1, places);
}

} // namespace

Result<void> check_enabling(const TypedProgram &program, const Options &options) {
  if (program.manifest.destructive && !options.flag("destructive"))
    return fail("could not enable tracing: Destructive actions not allowed");
  if (program.only_cpu && *program.only_cpu >= possible_cpus())
    return fail("could not enable tracing: there is no CPU %u (option cpu)", *program.only_cpu);
  return check_probe_limit(program, options);
}

Result<uint64_t> room_for_end(const TypedProgram &typed, const Options &options) {
  uint64_t bytes = 0;
  for (const typed::BpfProgram &program : typed.programs)
    for (const typed::Enabling &enabling : program.enablings)
      if (program.probes.size() == 1 && program.probes[0].id == typed.manifest.end_probe)
        bytes += typed.manifest.clauses[enabling.clause->record].size;
  if (options.text("bufpolicy") == "fill" && bytes > options.number("bufsize"))
    return fail("END enablings exceed size of principal buffer");
  return bytes;
}

} // namespace dtrace
