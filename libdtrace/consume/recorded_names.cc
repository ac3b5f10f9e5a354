#include "consume/recorded_names.h"

namespace dtrace {

void RecordedNames::arrive(uint32_t id, ProbeRecord probe) {
  const auto blank = manifest_.probes.find(id);
  if (blank == manifest_.probes.end())
    return;
  if (index_of_.empty())
    for (uint32_t i = 0; i < manifest_.strings.size(); i++)
      index_of_.emplace(manifest_.strings[i], i);
  for (const auto part :
       {&ProbeRecord::provider, &ProbeRecord::module, &ProbeRecord::function, &ProbeRecord::name})
    if (const auto at = index_of_.find(blank->second.*part);
        at != index_of_.end() && blank->second.*part != probe.*part)
      texts_.try_emplace(at->second, probe.*part);
  probe.id = id;
  arrived_.try_emplace(id, std::move(probe));
}

const ProbeRecord *RecordedNames::probe(uint32_t id) const {
  if (const auto found = arrived_.find(id); found != arrived_.end())
    return &found->second;
  const auto found = manifest_.probes.find(id);
  return found == manifest_.probes.end() ? nullptr : &found->second;
}

std::string_view RecordedNames::text(uint32_t index) const {
  if (const auto found = texts_.find(index); found != texts_.end())
    return found->second;
  return has_text(index) ? std::string_view(manifest_.strings[index]) : std::string_view();
}

} // namespace dtrace
