#include "consume/map_source.h"

#include "dtrace/abi/state.h"

#include <algorithm>
#include <atomic>

namespace dtrace {

namespace {
size_t rounded(size_t size, size_t to) {
  return (size + to - 1) / to * to;
}
} // namespace

MapSource::MapSource(const LoadedObject &object) : object_(object), cpus_(possible_cpus()) {}

void MapSource::read(const AggregationRecord &aggregation, const Visit &visit) {
  const std::string symbol = aggregation_symbol(aggregation.index);
  if (aggregation.key_size == 0) {
    if (object_.spec(symbol))
      visit({}, object_.mapped(symbol), rounded(aggregation.value_size, 64));
    return;
  }
  read_keys(symbol, aggregation, visit);
  if (aggregation.short_key_size)
    read_keys(short_keys_symbol(aggregation.index), aggregation, visit);
}

void MapSource::read_keys(const std::string &symbol, const AggregationRecord &aggregation,
                          const Visit &visit) {
  const MapSpec *spec = object_.spec(symbol);
  if (!spec)
    return;
  const size_t stride = rounded(spec->value_size, 8);
  key_.assign(std::max<size_t>(spec->key_size, aggregation.key_size), std::byte{});
  // A map that cannot be read now is read the next time; it keeps its keys.
  (void)for_each_element(object_.map(symbol), *spec, cpus_,
                         [&](std::span<const std::byte> key, std::span<const std::byte> values) {
                           std::ranges::copy(key, key_.begin()); // zeros behind a short one
                           visit(std::span(key_).first(aggregation.key_size), values, stride);
                         });
}

uint64_t MapSource::advance_generation() {
  auto *state = reinterpret_cast<dt_state *>(object_.mapped("dt_state").data());
  return std::atomic_ref(state->generation).fetch_add(1) + 1;
}

bool MapSource::forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
                       const Visit &last) {
  if (key.size() > aggregation.key_size)
    return false;
  const size_t short_size = aggregation.short_key_size;
  const bool is_short =
      short_size && short_size < key.size() && key[short_size] == std::byte{};
  return (is_short && take(short_keys_symbol(aggregation.index), key, last)) ||
         take(aggregation_symbol(aggregation.index), key, last);
}

bool MapSource::take(const std::string &symbol, std::span<const std::byte> key, const Visit &last) {
  const MapSpec *spec = object_.spec(symbol);
  if (!spec)
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
