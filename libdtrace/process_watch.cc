#include "process_watch.h"

#include "consume/field.h"

#include <algorithm>
#include <time.h>

namespace dtrace {

namespace {
constexpr uint64_t key_interval = 1000000000; // ns

bool is_of_process(const Field &field) {
  return field.kind == FieldKind::UserStack || field.kind == FieldKind::UserStackId ||
         field.kind == FieldKind::UserAddress;
}

bool records_processes(const Manifest &manifest) {
  for (const ClauseRecord &clause : manifest.clauses)
    for (const ActionRecord &action : clause.actions)
      if (std::ranges::any_of(action.fields, is_of_process))
        return true;
  for (const AggregationRecord &aggregation : manifest.aggregations)
    if (std::ranges::any_of(aggregation.keys, is_of_process, &KeyField::field))
      return true;
  return false;
}

// %A shows a key that is a plain number as an address of the target.
bool names_addresses_of_target(const Manifest &manifest) {
  const auto shows_address = [](const ActionRecord &action) {
    return !action.aggregations.empty() && action.format &&
           std::ranges::find(action.format->conversions, "A", &Conversion::letter) !=
               action.format->conversions.end();
  };
  return std::ranges::any_of(manifest.clauses, [&](const ClauseRecord &clause) {
    return std::ranges::any_of(clause.actions, shows_address);
  });
}

uint64_t now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ull + time.tv_nsec;
}
} // namespace

ProcessWatch::ProcessWatch(const Manifest &manifest, AggregationSource &source,
                           LiveSymbolizer &symbolizer)
    : manifest_(manifest), source_(source), symbolizer_(symbolizer) {}

void ProcessWatch::start(std::span<const pid_t> targets) {
  symbolizer_.name_targets(targets);
  watches_ = records_processes(manifest_) ||
             (!targets.empty() && names_addresses_of_target(manifest_));
  if (watches_)
    symbolizer_.keep_processes(targets);
}

// The events tell of processes that start from now on; an older one is read while it lives, which
// is soon after it got a key.
void ProcessWatch::beat() {
  if (!watches_)
    return;
  symbolizer_.take_mappings();
  if (const uint64_t time = now(); time - last_ < key_interval)
    return;
  else
    last_ = time;
  for (const AggregationRecord &aggregation : manifest_.aggregations)
    for (const KeyField &key : aggregation.keys)
      if (is_of_process(key.field))
        remember_keys(aggregation, key.field);
}

void ProcessWatch::remember_keys(const AggregationRecord &aggregation, const Field &field) {
  source_.read(aggregation, [&](std::span<const std::byte> key, std::span<const std::byte>,
                                size_t) {
    symbolizer_.remember(load<uint64_t>(key.data() + field.offset));
  });
}

} // namespace dtrace
