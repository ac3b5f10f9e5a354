#include "output/distribution.h"

#include "consume/aggregation_value.h"
#include "dtrace/abi/aggregation.h"
#include "language/distribution.h"
#include "output/text.h"

#include <algorithm>
#include <cmath>

namespace dtrace {

namespace {
constexpr uint32_t bar_width = 40;
constexpr const char *title = "------------- Distribution -------------";

// A distribution's buckets, with what stands before each row.
class Buckets {
public:
  explicit Buckets(const AggregationRecord &record) : record_(record) {
    if (record.kind == AggregationKind::Llquantize)
      bounds_ = llquantize_bounds(record.parameters);
  }

  std::string label(size_t bucket, size_t count) const {
    if (record_.kind == AggregationKind::Quantize)
      return std::to_string(bucket_value(record_, bucket));
    const bool last = bucket + 1 == count;
    if (bucket == 0) {
      const int64_t low = lower(1);
      // Of magnitude 0 only zeros are below.
      if (record_.kind == AggregationKind::Llquantize && low == 1)
        return "0";
      return "< " + std::to_string(low);
    }
    return (last ? ">= " : "") + std::to_string(lower(bucket));
  }

  // What is shown when nothing was counted: the rows around 0, or the first ones.
  std::pair<size_t, size_t> empty_range(size_t count) const {
    if (record_.kind == AggregationKind::Quantize)
      return {DT_QUANTIZE_ZERO - 1, DT_QUANTIZE_ZERO + 1};
    return {0, std::min<size_t>(2, count - 1)};
  }

private:
  int64_t lower(size_t bucket) const {
    if (record_.kind == AggregationKind::Llquantize)
      return bucket <= bounds_.size() ? bounds_[bucket - 1] : INT64_MAX;
    return bucket_value(record_, bucket);
  }

  const AggregationRecord &record_;
  std::vector<int64_t> bounds_;
};

using Words = std::span<const int64_t>;

bool counted(int64_t count) {
  return count != 0;
}

std::pair<size_t, size_t> range_of(const Buckets &buckets, Words counts) {
  const auto first = std::ranges::find_if(counts, counted);
  if (first == counts.end())
    return buckets.empty_range(counts.size());
  size_t last = counts.size() - 1;
  while (!counted(counts[last]))
    last--;
  const size_t begin = first - counts.begin();
  return {begin ? begin - 1 : 0, std::min(last + 1, counts.size() - 1)};
}

void print_head(Output &out, const char *what, size_t width) {
  out.put('\n');
  put_padded(out, what, width, false);
  out.printf(" %41s %-9s\n", title, "count");
}

void print_count(Output &out, int64_t count) {
  out.printf(" %-9ld\n", static_cast<long>(count));
}
} // namespace

std::pair<size_t, size_t> shown_buckets(const AggregationRecord &record, Words counts) {
  return range_of(Buckets(record), counts);
}

int64_t normalized_count(int64_t count, int64_t factor) {
  return factor == 0 || factor == 1 ? count : factor == -1 ? -count : count / factor;
}

void BarScale::add(int64_t value, bool zoom) {
  const long double size = fabsl(static_cast<long double>(value));
  total = zoom ? std::max(total, size) : total + size;
  positive |= value > 0;
  negative |= value < 0;
}

void print_bar(Output &out, const BarScale &scale, int64_t value) {
  const uint32_t room = scale.positive && scale.negative ? bar_width / 2 : bar_width;
  const long double size = fabsl(static_cast<long double>(value));
  const uint32_t length =
      scale.total > 0 ? static_cast<uint32_t>(size * room / scale.total + 0.5L) : 0;
  out.put(' ');
  if (scale.negative) {
    const uint32_t below = value < 0 ? length : 0;
    out.pad(' ', room - below);
    out.pad('@', below);
  }
  out.put('|');
  if (scale.positive || !scale.negative) {
    const uint32_t above = value > 0 ? length : 0;
    out.pad('@', above);
    out.pad(' ', room - above);
  }
}

void print_distribution(Output &out, const PrintContext &context, const AggregationValue &value) {
  const AggregationRecord &record = *value.aggregation;
  const std::vector<int64_t> none(value.words ? 0 : word_count(record));
  const Words counts = value.words ? Words(value.words, word_count(record)) : Words(none);
  print_head(out, "value", 16);
  if (counts.empty())
    return;
  const Buckets buckets(record);
  BarScale scale;
  for (const int64_t count : counts)
    scale.add(count, context.aggzoom);
  const auto [first, last] = range_of(buckets, counts);
  for (size_t i = first; i <= last; i++) {
    put_padded(out, buckets.label(i, counts.size()), 16, false);
    print_bar(out, scale, counts[i]);
    print_count(out, normalized_count(counts[i], value.factor));
  }
}

namespace {
size_t key_width(const std::vector<std::string> &keys) {
  size_t width = 16;
  for (const std::string &key : keys)
    width = std::max(width, key.size());
  return width;
}
} // namespace

void print_histogram(Output &out, const PrintContext &context, const AggregationTable &table,
                     const std::vector<std::string> &keys) {
  BarScale scale;
  for (size_t row = 0; row < keys.size(); row++)
    scale.add(scalar_value(table.value(row, 0)), context.aggzoom);
  const size_t width = key_width(keys);
  print_head(out, "key", width);
  for (size_t row = 0; row < keys.size(); row++) {
    const int64_t value = scalar_value(table.value(row, 0));
    put_padded(out, keys[row], width, false);
    print_bar(out, scale, value);
    print_count(out, value);
  }
}

namespace {
// One character a bucket: blank for nothing, then eight heights.
void print_height(Output &out, bool utf8, const BarScale &scale, int64_t count) {
  constexpr uint32_t heights = 8;
  constexpr std::string_view ascii = "_.-=+*#@";
  if (count == 0 || scale.total <= 0)
    return out.put(' ');
  const long double part = fabsl(static_cast<long double>(count)) / scale.total;
  const auto height = std::min(static_cast<uint32_t>(part * heights), heights - 1);
  if (!utf8)
    return out.put(ascii[height]);
  std::string block;
  append_utf8(block, 0x2581 + height);
  out.put(block);
}
} // namespace

void print_packed(Output &out, const PrintContext &context, const AggregationTable &table,
                  const std::vector<std::string> &keys) {
  const AggregationRecord &record = *table.columns[0].aggregation;
  const Buckets buckets(record);
  const size_t count = word_count(record);
  size_t first = count, last = 0;
  for (size_t row = 0; row < keys.size(); row++) {
    const auto [from, to] = range_of(buckets, {table.value(row, 0).words, count});
    first = std::min(first, from), last = std::max(last, to);
  }
  if (first > last)
    return;
  const size_t width = key_width(keys);
  const std::string least = buckets.label(first, count), most = buckets.label(last, count);
  const size_t side = std::max({least.size(), most.size(), size_t{3}});
  out.put('\n');
  put_padded(out, "key", width, false);
  out.put(' ');
  put_padded(out, "min", side, false);
  out.put(" .");
  out.pad('-', last - first + 1);
  out.put(". ");
  put_padded(out, "max", side, true);
  out.put(" | count\n");
  for (size_t row = 0; row < keys.size(); row++) {
    const AggregationValue value = table.value(row, 0);
    const Words counts(value.words, count);
    BarScale scale;
    int64_t sum = 0;
    for (const int64_t part : counts) {
      scale.add(part, context.aggzoom);
      sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(part));
    }
    put_padded(out, keys[row], width, false);
    out.put(' ');
    put_padded(out, least, side, false);
    out.put(" :");
    for (size_t i = first; i <= last; i++)
      print_height(out, context.utf8, scale, counts[i]);
    out.put(": ");
    put_padded(out, most, side, true);
    out.printf(" | %ld\n", static_cast<long>(normalized_count(sum, value.factor)));
  }
}

} // namespace dtrace
