// A hand-built Manifest, samples for it, and a kernel that keeps aggregations as abi/aggregation.h
// says: what the tests of consume/ and output/ work on.
#pragma once
#include "consume/aggregation_source.h"
#include "consume/field.h"
#include "dtrace/abi/aggregation.h"
#include "dtrace/abi/record.h"
#include "language/distribution.h"

#include <cmath>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace dtrace::test {

using Bytes = std::vector<std::byte>;

inline Field integer(uint32_t size = 4, bool is_signed = true) {
  return {.kind = FieldKind::Integer, .size = size, .is_signed = is_signed};
}
inline Field text(uint32_t size) {
  return {.kind = FieldKind::String, .size = size};
}
inline Field interned() {
  return {.kind = FieldKind::Interned, .size = 4};
}
inline Field bytes(uint32_t size) {
  return {.kind = FieldKind::Bytes, .size = size};
}
inline Field constant(int64_t value) {
  Field field = integer();
  field.is_constant = true;
  field.constant = value;
  return field;
}

struct Program {
  Manifest manifest;
  RecordedNames recorded{manifest};

  Program() {
    manifest.clauses.reserve(64);
    manifest.aggregations.reserve(64);
    manifest.probes[1] = {1, "dtrace", "", "", "BEGIN"};
    manifest.probes[2] = {2, "dtrace", "", "", "END"};
    manifest.probes[3] = {3, "dtrace", "", "", "ERROR"};
  }

  uint32_t probe(uint32_t id, std::string provider, std::string module, std::string function,
                 std::string name) {
    manifest.probes[id] = {id, provider, module, function, name};
    return id;
  }
  ClauseRecord &clause() {
    ClauseRecord clause;
    clause.number = manifest.clauses.size() + 1;
    clause.size = sizeof(dt_record);
    manifest.clauses.push_back(clause);
    return manifest.clauses.back();
  }
  // The field at its place in the clause's layout.
  static Field place(ClauseRecord &clause, Field field) {
    if (field.is_constant)
      return field;
    const uint32_t alignment = std::min(8u, std::max(1u, field.size & -field.size));
    field.offset = (clause.size + alignment - 1) / alignment * alignment;
    clause.size = field.offset + field.size;
    return field;
  }
  static ActionRecord &action(ClauseRecord &clause, ActionKind kind,
                              std::vector<Field> fields = {}) {
    ActionRecord action{.kind = kind};
    for (const Field &field : fields)
      action.fields.push_back(place(clause, field));
    clause.actions.push_back(std::move(action));
    return clause.actions.back();
  }
  // Constant strings: setopt("quiet", "1").
  static void set_words(ActionRecord &action, std::initializer_list<const char *> words) {
    for (const char *word : words)
      action.fields.push_back({.kind = FieldKind::String, .is_constant = true, .text = word});
  }
  static ActionRecord &print(ClauseRecord &clause, ActionKind kind, std::string_view format,
                             std::vector<Field> fields = {}) {
    ActionRecord &made = action(clause, kind, std::move(fields));
    made.format = *parse_format(format, {});
    return made;
  }

  uint32_t aggregation(std::string name, AggregationKind kind, std::vector<Field> keys = {},
                       std::vector<int64_t> parameters = {}) {
    AggregationRecord record{.index = static_cast<uint32_t>(manifest.aggregations.size()),
                             .name = std::move(name),
                             .kind = kind,
                             .function = nullptr};
    for (Field key : keys) {
      key.offset = record.key_size;
      record.key_size += key.size;
      record.keys.push_back({key});
    }
    record.parameters = parameters;
    record.value_size = value_size(record);
    manifest.aggregations.push_back(record);
    return record.index;
  }

  static uint32_t value_size(const AggregationRecord &record) {
    switch (record.kind) {
    case AggregationKind::Count:
      return sizeof(dt_agg_count);
    case AggregationKind::Avg:
      return sizeof(dt_agg_avg);
    case AggregationKind::Stddev:
      return sizeof(dt_agg_stddev);
    case AggregationKind::Quantize:
      return sizeof(dt_agg_quantize);
    case AggregationKind::Lquantize:
      return 8 + 8 * (lquantize_levels(record.parameters) + 2);
    case AggregationKind::Llquantize:
      return 8 + 8 * (llquantize_bounds(record.parameters).size() + 1);
    default:
      return sizeof(dt_agg_scalar);
    }
  }
};

// One record of a clause.
struct Sample {
  Bytes data;

  Sample(const Program &program, const ClauseRecord &clause, uint32_t probe, uint16_t cpu = 0)
      : data((clause.size + 7) / 8 * 8) {
    const auto index = static_cast<uint16_t>(&clause - program.manifest.clauses.data());
    const dt_record header{probe, index, cpu};
    memcpy(data.data(), &header, sizeof header);
  }
  Sample &put(const Field &field, int64_t value) {
    memcpy(&data[field.offset], &value, std::min<size_t>(field.size, sizeof value));
    return *this;
  }
  Sample &put(const Field &field, std::string_view value) {
    memcpy(&data[field.offset], value.data(), std::min<size_t>(field.size, value.size()));
    return *this;
  }
  operator std::span<const std::byte>() const { return data; }
};

inline Bytes fault_sample(uint32_t probe, uint32_t clause, uint32_t action, uint32_t fault,
                          uint64_t value) {
  const dt_error_record error{{probe, DT_RECORD_ERROR, 0}, clause, action, fault, 0, value, 0};
  Bytes data(sizeof error);
  memcpy(data.data(), &error, sizeof error);
  return data;
}

// A packed key from its parts.
class Key {
public:
  Key &add(std::string_view value, uint32_t size) {
    const size_t at = bytes_.size();
    bytes_.resize(at + size);
    memcpy(&bytes_[at], value.data(), std::min<size_t>(size, value.size()));
    return *this;
  }
  template <class T> Key &add(T value) {
    return add({reinterpret_cast<const char *>(&value), sizeof value}, sizeof value);
  }
  const Bytes &bytes() const { return bytes_; }

private:
  Bytes bytes_;
};

class FakeKernel : public AggregationSource {
public:
  static constexpr uint32_t cpus = 4, stride_unit = 64;
  uint64_t generation = 1;
  std::vector<Bytes> forgotten;
  std::function<void()> before_read = [] {}; // what happens between two looks
  std::function<void()> before_forget = [] {};

  void update(const AggregationRecord &record, const Key &key, int64_t value, uint32_t cpu = 0,
              int64_t weight = 1) {
    std::vector<Words> &values = maps_[record.index][name(key.bytes())];
    if (values.empty())
      values.assign(cpus, Words(record.value_size / 8));
    apply(record, values[cpu], value, weight);
  }

  void read(const AggregationRecord &record, const Visit &visit) override {
    before_read();
    for (const auto &[key, values] : maps_[record.index])
      give(record, key, values, visit);
  }
  uint64_t advance_generation() override { return ++generation; }
  bool forget(const AggregationRecord &record, std::span<const std::byte> key,
              const Visit &last) override {
    before_forget();
    auto &map = maps_[record.index];
    const auto found = map.find(name(key));
    if (found == map.end())
      return false;
    give(record, found->first, found->second, last);
    forgotten.emplace_back(key.begin(), key.end());
    map.erase(found);
    return true;
  }
  // Addresses of one page have one name.
  std::string name(const Field &, uint64_t, uint64_t address) override {
    names_asked++;
    return std::to_string(address >> 12);
  }
  size_t size(uint32_t aggregation) { return maps_[aggregation].size(); }
  uint64_t names_asked = 0;

private:
  using Words = std::vector<int64_t>;

  static std::string name(std::span<const std::byte> key) {
    return {reinterpret_cast<const char *>(key.data()), key.size()};
  }

  void give(const AggregationRecord &record, const std::string &key,
            const std::vector<Words> &values, const Visit &visit) {
    const size_t stride = (record.value_size + stride_unit - 1) / stride_unit * stride_unit;
    Bytes all(stride * cpus);
    for (uint32_t cpu = 0; cpu < cpus; cpu++)
      memcpy(&all[cpu * stride], values[cpu].data(), record.value_size);
    visit(std::as_bytes(std::span(key)), all, stride);
  }

  void apply(const AggregationRecord &record, Words &words, int64_t value, int64_t weight) {
    if (record.kind == AggregationKind::Count) {
      words[0]++;
      return;
    }
    const uint64_t stamp = words[0];
    words[0] = generation;
    switch (record.kind) {
    case AggregationKind::Sum:
      words[1] += value;
      break;
    case AggregationKind::Min:
      words[1] = stamp < generation ? value : std::min(words[1], value);
      break;
    case AggregationKind::Max:
      words[1] = stamp < generation ? value : std::max(words[1], value);
      break;
    case AggregationKind::Avg:
      words[1]++, words[2] += value;
      break;
    case AggregationKind::Stddev: {
      words[1]++, words[2] += value;
      unsigned __int128 squares;
      memcpy(&squares, &words[3], sizeof squares);
      squares += static_cast<__int128>(value) * value;
      memcpy(&words[3], &squares, sizeof squares);
      break;
    }
    default:
      words[1 + bucket(record, value)] += weight;
    }
  }

  static size_t bucket(const AggregationRecord &record, int64_t value) {
    if (record.kind == AggregationKind::Quantize) {
      if (value == 0)
        return DT_QUANTIZE_ZERO;
      if (value > 0)
        return DT_QUANTIZE_ZERO + 64 - __builtin_clzll(value);
      const int log = 63 - __builtin_clzll(-static_cast<uint64_t>(value));
      return DT_QUANTIZE_ZERO - 1 - std::min(log, 62);
    }
    if (record.kind == AggregationKind::Lquantize) {
      const int64_t low = record.parameters[0], high = record.parameters[1];
      if (value < low)
        return 0;
      const uint32_t levels = lquantize_levels(record.parameters);
      return value >= high ? levels + 1 : (value - low) / record.parameters[2] + 1;
    }
    const std::vector<int64_t> bounds = llquantize_bounds(record.parameters);
    return std::upper_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
  }

  std::map<uint32_t, std::map<std::string, std::vector<Words>>> maps_; // by aggregation, by key
};

} // namespace dtrace::test
