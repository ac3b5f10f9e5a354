// Stage: providers. profile-N on every CPU and tick-N on one (Guide, chapter profile Provider).
// profile-N is a perf event of the CPU clock on each CPU; tick-N is a timer of our own
// (tick_timer.h). A probe comes into being when a description names it exactly; until then only
// the usual rates are there. Two spellings of one rate are two probes, each with its own name.
#include "providers/perf_events.h"
#include "providers/providers.h"
#include "providers/rate.h"
#include "providers/tick_timer.h"

#include <fcntl.h>
#include <unistd.h>

namespace dtrace {

namespace {

constexpr std::string_view profile_prefix = "profile-", tick_prefix = "tick-";
constexpr const char *usual_names[] = {
    "profile-97",   "profile-199",  "profile-499", "profile-997", "profile-1999",
    "profile-4001", "profile-4999", "tick-1",      "tick-10",     "tick-100",
    "tick-500",     "tick-1000",    "tick-5000",
};

bool is_tick(const Probe &probe) {
  return probe.name.starts_with(tick_prefix);
}

std::optional<uint64_t> interval_of(std::string_view probe_name) {
  for (const std::string_view prefix : {profile_prefix, tick_prefix})
    if (probe_name.starts_with(prefix))
      return read_rate(probe_name.substr(prefix.size()));
  return std::nullopt;
}

// Owns a descriptor of its own, so that links may be closed after the programs.
class Tick : public Link {
public:
  Tick(const LoadedProgram &program, uint64_t interval)
      : fd_(fcntl(program.fd, F_DUPFD_CLOEXEC, 0)),
        // A beat that the kernel refuses to run is lost; the next one may succeed.
        timer_(std::make_unique<TickTimer>(
            interval, [fd = fd_, cpu = program.cpu] { (void)run_program(fd, cpu); })) {}
  ~Tick() override {
    timer_.reset();
    close(fd_);
  }

private:
  int fd_;
  std::unique_ptr<TickTimer> timer_;
};

perf_event_attr clock_event(uint64_t interval) {
  perf_event_attr attributes = {};
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_CPU_CLOCK;
  attributes.sample_period = interval;
  return attributes;
}

class ProfileProvider : public Provider {
public:
  ProfileProvider() {
    for (const char *probe_name : usual_names)
      add(probe_name, *interval_of(probe_name));
  }

  std::string_view name() const override { return "profile"; }
  ProviderAttributes attributes(const Probe &) const override { // Guide: profile Provider, Stability
    constexpr Attributes all = {Stability::Evolving, Stability::Evolving, DependencyClass::Common};
    return {all, all};
  }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override {
    if (!description.id &&
        !(glob_matches(description.provider, name()) && glob_matches(description.module, "") &&
          glob_matches(description.function, "")))
      return {};
    if (!description.id && !known(description.name))
      if (const std::optional<uint64_t> interval = interval_of(description.name))
        add(description.name, *interval);
    for (const Probe &probe : probes_)
      if (matches(description, probe))
        sink(probe);
    return {};
  }

  std::string advice(const ProbeDescription &description) override {
    if (!glob_matches(description.provider, name()) || is_glob(description.name))
      return {};
    for (const std::string_view prefix : {profile_prefix, tick_prefix})
      if (description.name.starts_with(prefix) && !interval_of(description.name))
        return std::string(prefix) +
               "N takes a number per second, or a number with one of ns us ms s m h d hz, and " +
               "at most 5000 a second";
    return {};
  }

  Result<ProbeArguments> arguments(const Probe &, TypeGraph &) override {
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    if (is_tick(probe))
      return {.key = probe.name, .kind = BpfKind::TestRun};
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
      if (is_tick(probe)) {
        links.push_back(std::make_unique<Tick>(program, probe.number));
        continue;
      }
      TRY(events, attach_to_every_cpu(clock_event(probe.number), probe.name, program));
      links.push_back(std::move(events));
    }
    return links;
  }

private:
  bool known(std::string_view probe_name) const {
    for (const Probe &probe : probes_)
      if (probe.name == probe_name)
        return true;
    return false;
  }

  void add(const std::string &probe_name, uint64_t interval) {
    const uint32_t id = profile_first_id + probes_.size();
    probes_.push_back({id, "profile", "", "", probe_name, this, interval});
  }

  std::vector<Probe> probes_; // in order of id
};

} // namespace

std::unique_ptr<Provider> make_profile_provider() {
  return std::make_unique<ProfileProvider>();
}

} // namespace dtrace
