#include "consume/sampled_values.h"

#include "consume/aggregation_value.h"
#include "consume/stack_field.h"
#include "dtrace/abi/record.h"

namespace dtrace {

namespace {
std::span<const std::byte> bytes_of(const std::string &text) {
  return std::as_bytes(std::span(text));
}
} // namespace

// The stack's id takes the place of the number of frames that was asked for.
std::string SampledValues::key_of(const AggregationRecord &aggregation,
                                  std::span<const std::byte> sample) {
  const std::byte *from = sample.data() + sizeof(dt_update_record);
  std::string key(reinterpret_cast<const char *>(from), aggregation.key_size);
  for (const KeyField &part : aggregation.keys) {
    if (part.field.kind != FieldKind::UserStackId || !part.field.copied)
      continue;
    Field stack = aggregation.stack;
    stack.frames = dtrace::stack_id(part.field, from);
    const uint64_t id = kernel_.stack_id(stack, sample.data());
    memcpy(key.data() + part.field.offset + sizeof(uint64_t), &id, sizeof id);
  }
  return key;
}

// Extremes of an older generation have been read and start anew.
void SampledValues::merge(const AggregationRecord &aggregation, std::string &row,
                          const std::byte *value) {
  const AggregationOperations &operations = operations_of(aggregation.kind);
  const size_t stamp = operations.stamped ? sizeof(uint64_t) : 0;
  std::vector<int64_t> words(word_count(aggregation)), added(words.size());
  const std::byte *known = reinterpret_cast<const std::byte *>(row.data());
  load_words(aggregation, known + stamp, words);
  const size_t size = load_words(aggregation, value + stamp, added);
  uint64_t last = 0;
  memcpy(&last, row.data(), stamp);
  if (operations.extreme && last != generation_)
    words = added;
  else
    operations.merge(words, added.data());
  memcpy(row.data(), &generation_, stamp);
  memcpy(row.data() + stamp, words.data(), size);
}

bool SampledValues::add(std::span<const std::byte> sample) {
  if (sample.size() < sizeof(dt_update_record))
    return false;
  const auto header = load<dt_update_record>(sample.data());
  if (header.aggregation >= manifest_.aggregations.size())
    return false;
  const AggregationRecord &aggregation = manifest_.aggregations[header.aggregation];
  const Field &stack = aggregation.stack;
  const size_t value_end = sizeof(dt_update_record) + aggregation.key_size + aggregation.value_size;
  if (!aggregation.key_size || sample.size() < (stack.size ? stack.offset + stack.size : value_end))
    return false;
  const std::string key = key_of(aggregation, sample);
  Rows &rows = rows_[header.aggregation];
  auto row = rows.find(key);
  if (row == rows.end()) {
    const uint64_t size = aggregation.key_size + aggregation.value_size;
    if (bytes_ + size > options_.number("aggsize")) {
      refused_++;
      return true;
    }
    bytes_ += size;
    row = rows.emplace(key, std::string(aggregation.value_size, '\0')).first;
  }
  merge(aggregation, row->second, sample.data() + sizeof(dt_update_record) + aggregation.key_size);
  return true;
}

void SampledValues::read(const AggregationRecord &aggregation, const Visit &visit) {
  if (!aggregation.stack.size)
    kernel_.read(aggregation, visit);
  for (const auto &[key, value] : rows_[aggregation.index])
    visit(bytes_of(key), bytes_of(value), value.size());
}

// A key may have a row here and one in the kernel.
bool SampledValues::forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
                           const Visit &last) {
  const bool from_kernel = !aggregation.stack.size && kernel_.forget(aggregation, key, last);
  Rows &rows = rows_[aggregation.index];
  const auto row = rows.find(std::string(reinterpret_cast<const char *>(key.data()), key.size()));
  if (row == rows.end())
    return from_kernel;
  last(key, bytes_of(row->second), row->second.size());
  bytes_ -= row->first.size() + row->second.size();
  rows.erase(row);
  return true;
}

} // namespace dtrace
