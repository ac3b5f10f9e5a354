#include "consume/map_source.h"

#include "dtrace/abi/state.h"

#include <atomic>

namespace dtrace {

namespace {
std::string symbol_of(const AggregationRecord &aggregation) {
  return "dt_agg_" + std::to_string(aggregation.index);
}
size_t rounded(size_t size, size_t to) {
  return (size + to - 1) / to * to;
}
} // namespace

MapSource::MapSource(const LoadedObject &object) : object_(object), cpus_(possible_cpus()) {}

void MapSource::read(const AggregationRecord &aggregation, const Visit &visit) {
  const std::string symbol = symbol_of(aggregation);
  const MapSpec *spec = object_.spec(symbol);
  if (!spec)
    return;
  if (aggregation.key_size == 0)
    return visit({}, object_.mapped(symbol), rounded(aggregation.value_size, 64));
  const size_t stride = rounded(spec->value_size, 8);
  // A map that cannot be read now is read at the next beat; its keys stay in it.
  (void)for_each_element(object_.map(symbol), *spec, cpus_,
                         [&](std::span<const std::byte> key, std::span<const std::byte> values) {
                           visit(key.first(aggregation.key_size), values, stride);
                         });
}

uint64_t MapSource::advance_generation() {
  auto *state = reinterpret_cast<dt_state *>(object_.mapped("dt_state").data());
  return std::atomic_ref(state->generation).fetch_add(1) + 1;
}

bool MapSource::forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
                       const Visit &last) {
  const std::string symbol = symbol_of(aggregation);
  const MapSpec *spec = object_.spec(symbol);
  if (!spec || key.size() > spec->key_size)
    return false;
  std::vector<std::byte> whole_key(key.begin(), key.end());
  whole_key.resize(spec->key_size);
  const size_t stride = rounded(spec->value_size, 8);
  last_.resize(stride * cpus_);
  if (!take_element(object_.map(symbol), whole_key, last_))
    return false;
  last(key, last_, stride);
  return true;
}

} // namespace dtrace
