// Stage: providers. dtrace:::BEGIN, END and ERROR (Guide, chapter dtrace Provider). BEGIN and END
// are run by the session through run_program(); ERROR is called by the clause that faulted. None of
// them is attached to anything.
#include "providers/providers.h"

#include "base/limits.h"
#include "system/bpf.h"

#include <dtrace/abi/state.h>

#include <cerrno>
#include <cstring>
#include <sched.h>

namespace dtrace {

namespace {

constexpr const char *probe_names[] = {"BEGIN", "END", "ERROR"};

class DtraceProvider : public Provider {
public:
  std::string_view name() const override { return "dtrace"; }
  ProviderAttributes attributes(const Probe &) const override { return {}; } // Guide: dtrace Provider, Stability

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override {
    uint32_t number = 0;
    for (const char *probe_name : probe_names) {
      const Probe probe{dtrace_first_id + number, "dtrace", "", "", probe_name, this, number};
      number++;
      if (matches(description, probe))
        sink(probe);
    }
    return {};
  }

  Result<ProbeArguments> arguments(const Probe &, TypeGraph &) override {
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    const bool end = probe.name == "END";
    const uint32_t activity = end ? 1u << DT_DRAINING : 1u << DT_INACTIVE | 1u << DT_ACTIVE;
    return {.key = probe.name, .kind = BpfKind::TestRun, .activity = activity};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe>,
                                                    const LoadedProgram &) override {
    return std::vector<std::unique_ptr<Link>>{};
  }
};

} // namespace

std::unique_ptr<Provider> make_dtrace_provider() {
  return std::make_unique<DtraceProvider>();
}

namespace {
// Keeps the calling thread on one CPU while it lives.
class OnCpu {
public:
  explicit OnCpu(int cpu) {
    moved_ = cpu >= 0 && sched_getaffinity(0, sizeof before_, &before_) == 0;
    if (!moved_)
      return;
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(cpu, &only);
    moved_ = sched_setaffinity(0, sizeof only, &only) == 0;
  }
  ~OnCpu() {
    if (moved_)
      sched_setaffinity(0, sizeof before_, &before_);
  }

private:
  cpu_set_t before_;
  bool moved_;
};
} // namespace

Result<void> run_program(int program_fd, int cpu) {
  const OnCpu on_cpu(cpu);
  // The kernel wants room for every argument that the program might read; 12 is its greatest.
  constexpr uint64_t arguments[12] = {};
  if (bpf::run(program_fd, arguments))
    return {};
  return fail("failed to run a program: %s", explain_errno(errno).c_str());
}

} // namespace dtrace
