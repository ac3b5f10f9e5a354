#include "refused_probes.h"

#include <algorithm>
#include <cstring>

namespace dtrace {

RefusalSink RefusedProbes::sink() {
  return [this](const Probe &probe, int error, const Diagnostic &why) {
    refused_.try_emplace(probe.id, std::string("the kernel refuses (") + strerror(error) + ")", why);
  };
}

bool RefusedProbes::take_unloaded(const typed::BpfProgram &program, const LoadedObject &loaded) {
  const auto refusal = loaded.refused().find(program.spec.key);
  if (refusal == loaded.refused().end())
    return false;
  for (const Probe &probe : program.probes)
    refused_.try_emplace(probe.id, "the kernel does not allow probes there", refusal->second);
  return true;
}

Result<void> RefusedProbes::settle(const TypedProgram &program, MissingProbes &missing) const {
  if (refused_.empty())
    return {};
  const auto refusal_of = [&](const typed::Described::Pair &pair) -> const Refusal * {
    const auto found = refused_.find(pair.attached);
    return found == refused_.end() ? nullptr : &found->second;
  };
  for (const typed::Described &described : program.described) {
    if (!described.documented && !described.probes.empty() &&
        std::ranges::all_of(described.probes, refusal_of))
      return std::unexpected(refusal_of(described.probes.front())->error);
    for (const typed::Described::Pair &pair : described.probes)
      if (const Refusal *refusal = refusal_of(pair)) {
        const ProbeRecord &probe = program.manifest.probes.at(pair.fires_as);
        missing.add(MissingProbes::Kind::Refused,
                    probe.provider + ":" + probe.module + ":" + probe.function + ":" + probe.name,
                    refusal->why);
      }
  }
  return {};
}

} // namespace dtrace
