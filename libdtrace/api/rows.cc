#include "api/rows.h"

#include "consume/aggregation_value.h"
#include "dtrace/abi/aggregation.h"

#include <algorithm>
#include <climits>

namespace dtrace {

namespace {
struct FunctionRow {
  AggregationKind kind;
  dtrace_aggfunc_t function;
  int count, total; // which words they are; -1: none
};
constexpr FunctionRow functions[] = {
    {AggregationKind::Count, DTRACE_AGG_COUNT, 0, -1},
    {AggregationKind::Sum, DTRACE_AGG_SUM, -1, 0},
    {AggregationKind::Avg, DTRACE_AGG_AVG, 0, 1},
    {AggregationKind::Min, DTRACE_AGG_MIN, -1, -1},
    {AggregationKind::Max, DTRACE_AGG_MAX, -1, -1},
    {AggregationKind::Stddev, DTRACE_AGG_STDDEV, 0, 1},
    {AggregationKind::Quantize, DTRACE_AGG_QUANTIZE, -1, -1},
    {AggregationKind::Lquantize, DTRACE_AGG_LQUANTIZE, -1, -1},
    {AggregationKind::Llquantize, DTRACE_AGG_LLQUANTIZE, -1, -1},
};

const FunctionRow &function_of(AggregationKind kind) {
  return *std::ranges::find(functions, kind, &FunctionRow::kind);
}

// What bucket b of quantize() counts: see abi/aggregation.h.
dtrace_aggbucket_t power_bucket(uint32_t b) {
  if (b == DT_QUANTIZE_ZERO)
    return {0, 0, 0};
  if (b > DT_QUANTIZE_ZERO) {
    const uint64_t low = uint64_t{1} << (b - DT_QUANTIZE_ZERO - 1);
    return {static_cast<int64_t>(low), static_cast<int64_t>(2 * low - 1), 0};
  }
  const uint64_t high = uint64_t{1} << (DT_QUANTIZE_ZERO - 1 - b);
  return {b == 0 ? INT64_MIN : -static_cast<int64_t>(2 * high - 1), -static_cast<int64_t>(high), 0};
}

std::vector<dtrace_aggbucket_t> bounds_from(const AggregationRecord &record) {
  std::vector<dtrace_aggbucket_t> bounds(word_count(record));
  for (uint32_t b = 0; b < bounds.size(); b++) {
    if (record.kind == AggregationKind::Quantize) {
      bounds[b] = power_bucket(b);
      continue;
    }
    const bool last = b + 1 == bounds.size();
    const int64_t next = last ? 0 : bucket_value(record, b + 1);
    bounds[b].low = b ? bucket_value(record, b) : INT64_MIN;
    bounds[b].high = last ? INT64_MAX : next == INT64_MIN ? next : next - 1;
  }
  return bounds;
}
} // namespace

const std::vector<dtrace_aggbucket_t> &RowList::bounds_of(const AggregationRecord &record) {
  if (bounds_.size() <= record.index)
    bounds_.resize(record.index + 1);
  if (bounds_[record.index].empty())
    bounds_[record.index] = bounds_from(record);
  return bounds_[record.index];
}

void RowList::set_buckets(AggregationRow &row) {
  const AggregationRecord &record = *row.value.aggregation;
  row.buckets = bounds_of(record);
  for (uint32_t b = 0; b < row.buckets.size() && row.value.words; b++) {
    const int64_t count = row.value.words[b], factor = row.value.factor;
    row.data.count += static_cast<uint64_t>(count);
    row.buckets[b].count = factor == 0 || factor == 1 ? count
                           : factor == -1 ? static_cast<int64_t>(-static_cast<uint64_t>(count))
                                          : count / factor;
  }
  row.data.nbuckets = row.buckets.size();
  row.data.buckets = row.buckets.data();
}

void RowList::set_value(AggregationRow &row) {
  const AggregationRecord &record = *row.value.aggregation;
  const FunctionRow &function = function_of(record.kind);
  row.data.function = function.function;
  row.data.normal = row.value.factor;
  row.data.is_signed = record.value_is_signed;
  if (operations_of(record.kind).distribution)
    set_buckets(row);
  if (!row.value.words)
    return;
  row.data.present = 1;
  row.data.value = scalar_value(row.value);
  row.sort_value =
      operations_of(record.kind).sort_value(record, {row.value.words, word_count(record)});
  if (function.count >= 0)
    row.data.count = static_cast<uint64_t>(row.value.words[function.count]);
  if (function.total >= 0)
    row.data.total = row.value.words[function.total];
}

void RowList::add(const AggregationValue &value, const AggregationTable::Row &key) {
  AggregationRow &row = *rows.emplace_back(std::make_unique<AggregationRow>());
  row.value = value;
  row.key = key;
  row.data.handle = handle_;
  row.data.id = value.aggregation->index;
  row.data.name = value.aggregation->name.c_str();
  for (const KeyField &part : key.layout->keys)
    row.keys.add(names_, symbolizer_, part.field, key.key);
  row.data.nkeys = row.keys.size();
  row.data.keys = row.keys.data();
  set_value(row);
}

namespace {
template <class T> int compare(const T &a, const T &b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_keys(const AggregationRow &a, const AggregationRow &b) {
  const size_t count = std::min(a.data.nkeys, b.data.nkeys);
  for (size_t i = 0; i < count; i++)
    if (const int result = compare_values(a.data.keys[i], b.data.keys[i]))
      return result;
  return compare(a.data.nkeys, b.data.nkeys);
}

// Zeros weigh nothing, but more of them come later.
int64_t zeros(const AggregationRow &row) {
  return row.data.function == DTRACE_AGG_QUANTIZE && row.value.words
             ? row.value.words[DT_QUANTIZE_ZERO]
             : 0;
}

int compare_rows(const AggregationRow &a, const AggregationRow &b, const RowOrder &order) {
  if (order.separately && a.data.id != b.data.id)
    return compare(a.data.id, b.data.id);
  if (!order.by_key) {
    if (const int result = compare(a.sort_value, b.sort_value))
      return result;
    if (const int result = compare(zeros(a), zeros(b)))
      return result;
  }
  if (const int result = compare_keys(a, b))
    return result;
  return compare(a.data.id, b.data.id);
}
} // namespace

void sort_rows(RowList &list, const RowOrder &order) {
  std::ranges::stable_sort(list.rows, [&](const auto &a, const auto &b) {
    const int result = compare_rows(*a, *b, order);
    return order.reverse ? result > 0 : result < 0;
  });
}

} // namespace dtrace
