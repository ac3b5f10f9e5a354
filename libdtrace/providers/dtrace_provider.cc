// Stage: providers. dtrace:::BEGIN, END and ERROR (Guide, chapter dtrace Provider). BEGIN and END
// are run by the session through run_program(); ERROR is called by the clause that faulted. None of
// them is attached to anything.
#include "providers/providers.h"

#include <dtrace/abi/state.h>

#include <bpf/bpf.h>
#include <cerrno>
#include <cstring>
#include <dtrace/abi/state.h>

namespace dtrace {

namespace {

constexpr const char *probe_names[] = {"BEGIN", "END", "ERROR"};

class DtraceProvider : public Provider {
public:
  std::string_view name() const override { return "dtrace"; }
  ProviderAttributes attributes() const override { return {}; } // stable, all of it

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

  ProgramSpec program(const Probe &probe) const override {
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

Result<void> run_program(int program_fd) {
  // The kernel wants room for every argument that the program might read; 12 is its greatest.
  uint64_t arguments[12] = {};
  LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = arguments, .ctx_size_in = sizeof arguments);
  if (bpf_prog_test_run_opts(program_fd, &options) == 0)
    return {};
  return fail("failed to run a program: %s", strerror(errno));
}

} // namespace dtrace
