#include "providers/matches.h"

#include <cstring>

namespace dtrace {

std::optional<uint32_t> RowTable::row_of(const std::string &bytes) {
  if (const auto known = by_bytes_.find(bytes); known != by_bytes_.end())
    return known->second;
  const size_t at = rows_.size() * bytes.size();
  if (memory_ && at + bytes.size() > memory_->size())
    return std::nullopt;
  if (memory_)
    memcpy(memory_->data() + at, bytes.data(), bytes.size());
  rows_.push_back(bytes);
  return by_bytes_[bytes] = rows_.size() - 1;
}

uint64_t Matches::add(const Probe &probe) {
  OfProvider &its = providers_[probe.owner];
  const auto [it, is_new] = its.numbers.try_emplace(probe.id, its.probes.size());
  if (is_new)
    its.probes.push_back(probe);
  return it->second;
}

std::optional<uint64_t> Matches::number(const Probe &probe) const {
  const auto its = providers_.find(probe.owner);
  if (its == providers_.end())
    return std::nullopt;
  const auto found = its->second.numbers.find(probe.id);
  return found == its->second.numbers.end() ? std::nullopt : std::optional(found->second);
}

size_t Matches::count(const Provider &owner) const { return probes(owner).size(); }

const std::vector<Probe> &Matches::probes(const Provider &owner) const {
  static const std::vector<Probe> none;
  const auto its = providers_.find(&owner);
  return its == providers_.end() ? none : its->second.probes;
}

} // namespace dtrace
