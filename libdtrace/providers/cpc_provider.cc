// Stage: providers. cpc:::<event>-<mode>-<count> (Guide, chapter cpc Provider): fires each time that
// so many events have been counted on a CPU. A probe comes into being when a description names it
// exactly; until then every event that this machine can count is there once.
#include "providers/cpc_name.h"
#include "providers/perf_events.h"
#include "providers/providers.h"

#include <algorithm>
#include <cerrno>

namespace dtrace {

namespace {

constexpr uint64_t usual_count = 1000000, usual_rare_count = 1000;

perf_event_attr attributes_of(const CpcProbe &probe) {
  perf_event_attr attributes = {};
  attributes.type = probe.event->type;
  attributes.config = probe.config;
  attributes.sample_period = probe.count;
  attributes.exclude_user = !probe.user;
  attributes.exclude_kernel = !probe.kernel;
  return attributes;
}

class CpcProvider : public Provider {
public:
  std::string_view name() const override { return "cpc"; }
  ProviderAttributes attributes(const Probe &) const override { // Guide: cpc Provider, Stability
    return {{Stability::Evolving, Stability::Evolving, DependencyClass::Cpu},
            {Stability::Evolving, Stability::Evolving, DependencyClass::Common}};
  }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override {
    if (description.id ? description.id < cpc_first_id || description.id >= declared_more_first_id
                       : !may_match(description))
      return {};
    add_usual();
    if (!description.id && !known(description.name) && read_cpc_name(description.name))
      add(description.name);
    for (const Probe &probe : probes_)
      if (matches(description, probe))
        sink(probe);
    return {};
  }

  std::string advice(const ProbeDescription &description) override {
    if (description.provider != name() || is_glob(description.name))
      return {};
    return explain_cpc_name(description.name);
  }

  Result<ProbeArguments> arguments(const Probe &, TypeGraph &) override {
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    return {.key = probe.name,
            .kind = BpfKind::PerfEvent,
            .may_interrupt = true,
            .argument_function = "dt_profile_argument",
            .registers_function = "dt_profile_registers"};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    std::vector<std::unique_ptr<Link>> links;
    for (const Probe &probe : probes) {
      const CpcProbe counter = *read_cpc_name(probe.name);
      TRY_VOID(attach_one(probe, counter, program, links));
    }
    return links;
  }

private:
  // Without asking the kernel; every name has its two dashes.
  bool may_match(const ProbeDescription &description) const {
    return glob_matches(description.provider, name()) && glob_matches(description.module, "") &&
           glob_matches(description.function, "") &&
           (description.name.empty() || is_glob(description.name) ||
            std::ranges::count(description.name, '-') == 2);
  }

  bool known(std::string_view probe_name) const {
    return std::ranges::find(probes_, probe_name, &Probe::name) != probes_.end();
  }

  void add(std::string probe_name) {
    const uint32_t id = cpc_first_id + probes_.size();
    probes_.push_back({id, "cpc", "", "", std::move(probe_name), this, probes_.size()});
  }

  // In the table's order, those that cannot be counted left out but not their ids.
  void add_usual() {
    if (!probes_.empty())
      return;
    for (const CpcEvent &event : cpc_events()) {
      const uint64_t count = event.least == 1 ? usual_rare_count : usual_count;
      std::string probe_name = std::string(event.name) + "-all-" + std::to_string(count);
      if (can_count(attributes_of(*read_cpc_name(probe_name))))
        add(std::move(probe_name));
    }
  }

  Result<void> attach_one(const Probe &probe, const CpcProbe &counter,
                          const LoadedProgram &program,
                          std::vector<std::unique_ptr<Link>> &links) {
    if (!can_count(attributes_of(counter)))
      if (auto explained = explain(probe, counter); !explained)
        return program.refuse(probe, ENODEV, std::unexpected(std::move(explained.error())));
    auto events = attach_to_every_cpu(attributes_of(counter), probe.name, program);
    if (!events)
      return program.refuse(probe, errno, std::unexpected(std::move(events.error())));
    links.push_back(std::move(*events));
    return {};
  }

  Result<void> explain(const Probe &probe, const CpcProbe &counter) {
    const CpcProbe cycles = *read_cpc_name("cpu_cycles-all-1000000");
    if (counter.event->type != PERF_TYPE_SOFTWARE && !can_count(attributes_of(cycles)))
      return fail("failed to enable cpc:::%s: this machine has no hardware counters, or its "
                  "hypervisor hides them; the kernel's own counters can be traced: cpu_clock, "
                  "page_faults, context_switches, cpu_migrations",
                  probe.name.c_str());
    if (counter.event->type != PERF_TYPE_SOFTWARE)
      return fail("failed to enable cpc:::%s: this processor does not count %s in that mode",
                  probe.name.c_str(), counter.event->name);
    return {};
  }

  std::vector<Probe> probes_; // in order of id
};

} // namespace

std::unique_ptr<Provider> make_cpc_provider() {
  return std::make_unique<CpcProvider>();
}

} // namespace dtrace
