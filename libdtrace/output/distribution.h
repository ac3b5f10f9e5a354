// Stage: output. quantize(), lquantize() and llquantize() as bars of @, and -x agghist, aggpack,
// aggzoom.
#pragma once
#include "consume/handler.h"
#include "output/output.h"
#include "output/print_context.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace dtrace {

// A newline, the head, a row a bucket: from one before the first that counted something to one
// after the last.
void print_distribution(Output &out, const PrintContext &context, const AggregationValue &value);

// First and last row that are shown: those that counted something, and one more at both ends.
std::pair<size_t, size_t> shown_buckets(const AggregationRecord &record,
                                        std::span<const int64_t> counts);
// As it is printed, by the factor of normalize().
int64_t normalized_count(int64_t count, int64_t factor);

// 40 columns: `value` of `total` as @, rounded. Values below 0 grow from the right; where both
// occur each has its half.
struct BarScale {
  long double total = 0;
  bool positive = false, negative = false;
  void add(int64_t value, bool zoom); // zoom: total is the greatest, not the sum
};
void print_bar(Output &out, const BarScale &scale, int64_t value);

// The whole table with a key a row. Whether it can be printed so is the caller's question:
// agghist: one aggregation with numbers and keys; aggpack: one with distributions.
void print_histogram(Output &out, const PrintContext &context, const AggregationTable &table,
                     const std::vector<std::string> &keys);
void print_packed(Output &out, const PrintContext &context, const AggregationTable &table,
                  const std::vector<std::string> &keys);

} // namespace dtrace
