// Stage: providers. The report about probes that will not fire, and the provider that they belong
// to.
#include "providers/missing_probes.h"

#include <algorithm>

namespace dtrace {

namespace {

constexpr size_t most_named = 6; // in one line

// Scripts may read eight arguments of any of its probes: numbers.
class NeverProvider : public Provider {
public:
  std::string_view name() const override { return "never"; }
  Result<void> match(const ProbeDescription &, const ProbeSink &) override { return {}; }
  Result<ProbeArguments> arguments(const Probe &, TypeGraph &types) override {
    constexpr size_t count = 8;
    return ProbeArguments{{count, ProbeArgument{types.integer(8, true), nullptr}}};
  }
  ProgramSpec program(const Probe &, const Matches &) const override {
    return {.key = "never", .kind = BpfKind::TestRun};
  }
  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe>,
                                                    const LoadedProgram &) override {
    return std::vector<std::unique_ptr<Link>>{};
  }
};

const char *verb(MissingProbes::Kind kind, bool one) {
  if (kind == MissingProbes::Kind::FunctionIgnored)
    return one ? "means any function" : "mean any function";
  if (kind == MissingProbes::Kind::Refused)
    return one ? "is not traced" : "are not traced";
  return one ? "never fires here" : "never fire here";
}

} // namespace

Provider &never_provider() {
  static NeverProvider provider;
  return provider;
}

bool never_fires(const Probe &probe) {
  return probe.owner == &never_provider();
}

void MissingProbes::add(Kind kind, const std::string &probe, const std::string &why) {
  const auto same = [&](const Group &group) { return group.kind == kind && group.why == why; };
  auto group = std::ranges::find_if(groups_, same);
  if (group == groups_.end())
    group = groups_.insert(group, {kind, why});
  if (std::ranges::find(group->probes, probe) == group->probes.end())
    group->probes.push_back(probe);
}

void MissingProbes::add(Kind kind, const Probe &probe, const std::string &why) {
  add(kind, probe.provider + "::" + probe.function + ":" + probe.name, why);
}

std::vector<std::string> MissingProbes::lines() const {
  std::vector<std::string> lines;
  for (const auto &[kind, why, probes] : groups_) {
    // Of seven all are named: "and 1 more" is no shorter.
    const size_t named = probes.size() <= most_named + 1 ? probes.size() : most_named;
    std::string line = "warning: ";
    for (size_t i = 0; i < named; i++)
      line += (i == 0 ? "" : i + 1 == probes.size() ? " and " : ", ") + probes[i];
    if (named < probes.size())
      line += " and " + std::to_string(probes.size() - named) + " more";
    lines.push_back(line + " " + verb(kind, probes.size() == 1) + ": " + why);
  }
  return lines;
}

} // namespace dtrace
