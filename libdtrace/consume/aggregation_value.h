// Stage: consume. What each aggregating function does with its values: one row a kind. A value here
// is words: what abi/aggregation.h holds behind the stamp, as int64_t. Of an extreme (min, max) a
// second word says whether there is a value: 0 when none has come since clear(), and then the first
// is 0.
#pragma once
#include "consume/handler.h"

#include <cstdint>
#include <span>

namespace dtrace {

struct AggregationOperations {
  AggregationKind kind;
  bool stamped; // begins with a stamp
  bool extreme; // min, max: not a sum over CPUs and time
  bool distribution;
  void (*merge)(std::span<int64_t> into, const int64_t *value);       // same count of words
  void (*subtract)(std::span<int64_t> from, const int64_t *baseline); // not for extremes
  // The number it is sorted by; exact for integers.
  long double (*sort_value)(const AggregationRecord &record, std::span<const int64_t> words);
  // The number it prints as (distributions: 0).
  int64_t (*scalar)(const AggregationRecord &record, std::span<const int64_t> words,
                    int64_t factor);
};
const AggregationOperations &operations_of(AggregationKind kind);

uint32_t word_count(const AggregationRecord &record);
// A value as it lies in the kernel, from behind its stamp -> words, and how many bytes that took.
size_t load_words(const AggregationRecord &record, const std::byte *value,
                  std::span<int64_t> words);
// 0 when the key is missing.
int64_t scalar_value(const AggregationValue &value);

// The value a distribution's bucket stands for (its lower bound; quantize below 0: its upper one).
int64_t bucket_value(const AggregationRecord &record, uint32_t bucket);

} // namespace dtrace
