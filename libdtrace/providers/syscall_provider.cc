// Stage: providers. syscall:vmlinux:<call>:entry and :return. Two raw tracepoints serve all calls;
// the number of the call tells the probes apart (bpf/provider_syscall.c), so attaching and leaving
// cost the same for one call and for all. They are typed ones (tp_btf): reading the call's
// registers directly costs nothing that can be measured, by helper functions 20 to 35 ns a call. A
// kernel without types of its own has plain ones.
// Calls of 32-bit processes have other numbers and are not probes.
#include "arch/syscall_table.h"
#include "base/limits.h"
#include "language/options.h"
#include "providers/descriptor_link.h"
#include "providers/foreign_calls.h"
#include "providers/missing_probes.h"
#include "providers/prototype.h"
#include "providers/providers.h"
#include "system/bpf.h"

#include <bit>
#include <cerrno>
#include <cstring>

namespace dtrace {

namespace {

struct Side {
  const char *name; // of the probe
  const char *key;  // of the program
  const char *tracepoint;
  const char *index_function, *argument_function, *errno_function;
};
constexpr Side sides[] = {
    {"entry", "syscall_entry", "sys_enter", "dt_syscall_entry_index", "dt_syscall_entry_argument",
     ""},
    {"return", "syscall_return", "sys_exit", "dt_syscall_return_index",
     "dt_syscall_return_argument", "dt_syscall_errno"},
};

// Entry and return of one call are neighbours.
bool is_return(const Probe &probe) {
  return (probe.id - syscall_first_id) % 2;
}
const Side &side_of(const Probe &probe) {
  return sides[is_return(probe)];
}

class SyscallProvider : public Provider {
public:
  std::string_view name() const override { return "syscall"; }
  void use(const ProviderServices &services) override {
    options_ = services.options;
    can_attach_ = services.can_attach;
  }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override {
    if (!description.id && (!glob_matches(description.provider, name()) ||
                            !glob_matches(description.module, "vmlinux")))
      return {};
    if (!description.id && !description.function.empty() && !is_glob(description.function)) {
      if (const SyscallRow *row = syscall_by_name(description.function)) {
        ProbeDescription by_its_name = description; // the description may use an alias
        by_its_name.function = row->name;
        offer(*row, by_its_name, sink);
      }
      return {};
    }
    for (const SyscallRow &row : syscalls())
      offer(row, description, sink);
    return {};
  }

  // -x compat=SYSTEM: that system's calls that are not Linux's.
  void match_missing(const ProbeDescription &description, const MissingProbeSink &sink) override {
    const std::string compat = options_ ? options_->text("compat") : "";
    if (description.id || description.provider != name() || description.function.empty() ||
        !glob_matches(description.module, "vmlinux"))
      return;
    for (const ForeignSystem &system : foreign_systems()) {
      if (system.option != compat)
        continue;
      const std::string why = std::string("Linux has no such system call; ") + system.name + " has";
      for_each_call(system, description.function, [&](std::string_view call, uint32_t number) {
        if (!syscall_by_name(call))
          offer_missing(call, never_first_id + 2 * number, description,
                        [&](const Probe &probe) { sink(probe, why); });
      });
    }
  }

  std::string advice(const ProbeDescription &description) override {
    if (description.provider != name() || description.function.empty() ||
        is_glob(description.function))
      return {};
    std::string whose, option;
    for (const ForeignSystem &system : foreign_systems())
      for_each_call(system, description.function, [&](std::string_view, uint32_t) {
        whose += (whose.empty() ? "" : " and ") + std::string(system.name);
        option = system.option;
      });
    return whose.empty() ? whose
                         : description.function + " is a system call of " + whose +
                               ", and Linux has none like it; with -x compat=" + option +
                               " the script runs without it";
  }

  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override {
    const SyscallRow &row = *syscall_by_name(probe.function);
    ProbeArguments result;
    if (is_return(probe)) {
      const Type *type = read_parameter(row.result, types).type;
      if (!type->is(TypeKind::Void))
        result.arguments = {{type, nullptr}, {type, nullptr}};
      return result;
    }
    for (PrototypeParameter &parameter : read_parameters(row.arguments, types)) {
      const uint32_t source = result.arguments.size();
      result.arguments.push_back({parameter.type, nullptr, std::move(parameter.name), source});
    }
    return result;
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    const Side &side = side_of(probe);
    return {.key = side.key,
            .kind = kind(),
            .attach_to = side.tracepoint,
            .index_function = side.index_function,
            .argument_function = side.argument_function,
            .registers_function = "dt_syscall_registers",
            .errno_function = side.errno_function,
            // A power of two: a bound that old verifiers keep in mind through shifts and masks.
            .index_limit = std::bit_ceil(static_cast<uint32_t>(syscalls().back().number) + 1)};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    std::vector<std::unique_ptr<Link>> links;
    if (probes.empty())
      return links;
    const char *tracepoint = side_of(probes.front()).tracepoint;
    Descriptor link = bpf::link_tracepoint(program.fd, name_to_link(kind(), tracepoint));
    if (!link)
      return fail("failed to attach to system calls (raw tracepoint %s): %s%s", tracepoint,
                  explain_errno(errno).c_str(),
                  errno == EPERM ? "; root or CAP_BPF and CAP_PERFMON are needed" : "");
    links.push_back(std::make_unique<DescriptorLink>(std::move(link)));
    return links;
  }

private:
  BpfKind kind() const { return tracepoint_kind(can_attach_); }

  static void offer_missing(std::string_view call, uint32_t id, const ProbeDescription &description,
                            const ProbeSink &sink) {
    for (const Side &side : sides) {
      const Probe probe{id++,      "syscall",         "vmlinux", std::string(call),
                        side.name, &never_provider(), 0};
      if (matches(description, probe))
        sink(probe);
    }
  }

  void offer(const SyscallRow &row, const ProbeDescription &description, const ProbeSink &sink) {
    const uint64_t number = row.number;
    uint32_t id = syscall_first_id + 2 * row.number;
    for (const Side &side : sides) {
      const Probe probe{id++, "syscall", "vmlinux", row.name, side.name, this, number};
      if (matches(description, probe))
        sink(probe);
    }
  }

  const Options *options_ = nullptr;
  std::function<bool(BpfKind)> can_attach_;
};

} // namespace

std::unique_ptr<Provider> make_syscall_provider() {
  return std::make_unique<SyscallProvider>();
}

} // namespace dtrace
