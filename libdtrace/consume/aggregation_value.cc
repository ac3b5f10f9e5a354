#include "consume/aggregation_value.h"

#include "base/enum_size.h"
#include "dtrace/abi/aggregation.h"
#include "language/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace dtrace {

namespace {
using Words = std::span<const int64_t>;

int64_t add(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
int64_t negate(int64_t a) {
  return static_cast<int64_t>(-static_cast<uint64_t>(a));
}

int64_t divide(const AggregationRecord &record, int64_t value, int64_t by) {
  if (by == 0)
    return value;
  if (!record.value_is_signed && by > 0)
    return static_cast<uint64_t>(value) / static_cast<uint64_t>(by);
  return by == -1 ? negate(value) : value / by;
}

void sum_words(std::span<int64_t> into, const int64_t *value) {
  for (size_t i = 0; i < into.size(); i++)
    into[i] = add(into[i], value[i]);
}
void subtract_words(std::span<int64_t> from, const int64_t *baseline) {
  for (size_t i = 0; i < from.size(); i++)
    from[i] = add(from[i], negate(baseline[i]));
}

long double number(const AggregationRecord &record, int64_t value) {
  return record.value_is_signed ? static_cast<long double>(value)
                                : static_cast<long double>(static_cast<uint64_t>(value));
}
long double number_sort_value(const AggregationRecord &record, Words words) {
  return number(record, words[0]);
}
int64_t number_scalar(const AggregationRecord &record, Words words, int64_t factor) {
  return divide(record, words[0], factor);
}

// As in the kernel, extremes compare signed. One that has no value changes nothing.
template <const int64_t &(*pick)(const int64_t &, const int64_t &)>
void take_extreme(std::span<int64_t> into, const int64_t *value) {
  if (!value[1])
    return;
  into[0] = into[1] ? pick(into[0], value[0]) : value[0];
  into[1] = 1;
}

// avg: count, total.
long double average_sort_value(const AggregationRecord &record, Words words) {
  return words[0] ? number(record, words[1]) / static_cast<uint64_t>(words[0]) : 0;
}
int64_t average_scalar(const AggregationRecord &record, Words words, int64_t factor) {
  return words[0] ? divide(record, divide(record, words[1], factor), words[0]) : 0;
}

// stddev: count, total, squares as a 128-bit number.
using Wide = unsigned __int128;
Wide squares_of(const int64_t *words) {
  return static_cast<Wide>(static_cast<uint64_t>(words[3])) << 64 | static_cast<uint64_t>(words[2]);
}
void store_squares(int64_t *words, Wide squares) {
  words[2] = static_cast<int64_t>(squares);
  words[3] = static_cast<int64_t>(squares >> 64);
}
void merge_deviation(std::span<int64_t> into, const int64_t *value) {
  const Wide squares = squares_of(into.data()) + squares_of(value);
  sum_words(into.first(2), value);
  store_squares(into.data(), squares);
}
void subtract_deviation(std::span<int64_t> from, const int64_t *baseline) {
  const Wide squares = squares_of(from.data()) - squares_of(baseline);
  subtract_words(from.first(2), baseline);
  store_squares(from.data(), squares);
}
long double deviation_sort_value(const AggregationRecord &, Words words) {
  const long double count = static_cast<uint64_t>(words[0]);
  if (count == 0)
    return 0;
  const long double mean = words[1] / count;
  const long double variance = squares_of(words.data()) / count - mean * mean;
  return variance > 0 ? sqrtl(variance) : 0;
}
int64_t deviation_scalar(const AggregationRecord &record, Words words, int64_t factor) {
  return divide(record, static_cast<int64_t>(deviation_sort_value(record, words)), factor);
}

// Distributions compare by the sum of what they counted, each value as its bucket's.
long double distribution_sort_value(const AggregationRecord &record, Words words) {
  if (record.kind == AggregationKind::Llquantize) {
    const std::vector<int64_t> bounds = llquantize_bounds(record.parameters);
    long double total = 0;
    for (size_t i = 1; i < words.size() && i <= bounds.size(); i++)
      total += static_cast<long double>(bounds[i - 1]) * words[i];
    return total;
  }
  long double total = 0;
  for (size_t i = 0; i < words.size(); i++)
    if (words[i])
      total += static_cast<long double>(bucket_value(record, i)) * words[i];
  return total;
}
int64_t no_scalar(const AggregationRecord &, Words, int64_t) {
  return 0;
}

constexpr AggregationOperations operations[] = {
    {AggregationKind::None, false, false, false, sum_words, subtract_words, number_sort_value,
     number_scalar},
    {AggregationKind::Count, false, false, false, sum_words, subtract_words, number_sort_value,
     number_scalar},
    {AggregationKind::Sum, true, false, false, sum_words, subtract_words, number_sort_value,
     number_scalar},
    {AggregationKind::Avg, true, false, false, sum_words, subtract_words, average_sort_value,
     average_scalar},
    {AggregationKind::Min, true, true, false, take_extreme<std::min<int64_t>>, nullptr,
     number_sort_value, number_scalar},
    {AggregationKind::Max, true, true, false, take_extreme<std::max<int64_t>>, nullptr,
     number_sort_value, number_scalar},
    {AggregationKind::Stddev, true, false, false, merge_deviation, subtract_deviation,
     deviation_sort_value, deviation_scalar},
    {AggregationKind::Quantize, true, false, true, sum_words, subtract_words,
     distribution_sort_value, no_scalar},
    {AggregationKind::Lquantize, true, false, true, sum_words, subtract_words,
     distribution_sort_value, no_scalar},
    {AggregationKind::Llquantize, true, false, true, sum_words, subtract_words,
     distribution_sort_value, no_scalar},
};
static_assert(in_order(operations, &AggregationOperations::kind));
} // namespace

const AggregationOperations &operations_of(AggregationKind kind) {
  return operations[static_cast<int>(kind)];
}

uint32_t word_count(const AggregationRecord &record) {
  const AggregationOperations &its = operations_of(record.kind);
  const uint32_t words = record.value_size / sizeof(int64_t);
  return (its.stamped && words ? words - 1 : words) + its.extreme;
}

size_t load_words(const AggregationRecord &record, const std::byte *value,
                  std::span<int64_t> words) {
  const bool extreme = operations_of(record.kind).extreme;
  const size_t size = (words.size() - extreme) * sizeof(int64_t);
  memcpy(words.data(), value, size);
  if (extreme)
    words.back() = 1;
  return size;
}

int64_t scalar_value(const AggregationValue &value) {
  if (!value.words)
    return 0;
  const AggregationRecord &record = *value.aggregation;
  return operations_of(record.kind).scalar(record, {value.words, word_count(record)}, value.factor);
}

int64_t bucket_value(const AggregationRecord &record, uint32_t bucket) {
  if (record.kind == AggregationKind::Quantize) {
    if (bucket == DT_QUANTIZE_ZERO)
      return 0;
    return bucket > DT_QUANTIZE_ZERO ? int64_t{1} << (bucket - DT_QUANTIZE_ZERO - 1)
                                     : -(int64_t{1} << (DT_QUANTIZE_ZERO - 1 - bucket));
  }
  if (record.kind == AggregationKind::Lquantize) {
    const int64_t low = record.parameters[0], high = record.parameters[1];
    const int64_t step = lquantize_step(record.parameters);
    if (bucket == 0)
      return low == INT64_MIN ? low : low - 1;
    const int64_t bound = add(low, static_cast<int64_t>(bucket - 1) * step);
    return bucket > lquantize_levels(record.parameters) || bound > high ? high : bound;
  }
  if (bucket == 0)
    return 0;
  const std::vector<int64_t> bounds = llquantize_bounds(record.parameters);
  return bucket <= bounds.size() ? bounds[bucket - 1] : INT64_MAX;
}

} // namespace dtrace
