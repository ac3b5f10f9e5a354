#include "merge/words.h"

#include "base/enum_size.h"
#include "consume/aggregation_value.h"
#include "dtrace/abi/aggregation.h"
#include "language/distribution.h"

namespace dtrace::stream {

namespace {
constexpr int64_t kMostBuckets = 1 << 20;

using Words = std::vector<int64_t>;
using Read = bool (*)(Words &words, const Json &row, const char *name);

bool read_number(Words &words, const Json &row, const char *name) {
  const Json *value = member(row, "raw");
  if (!value)
    value = member(row, name);
  if (!value || !(value->IsInt64() || value->IsUint64()))
    return false;
  words[0] = integer(*value);
  return true;
}

// null: the key has no value.
bool read_extreme(Words &words, const Json &row, const char *name) {
  const Json *value = member(row, name);
  if (value && value->IsNull())
    return true;
  words[1] = 1;
  return read_number(words, row, name);
}

bool read_average(Words &words, const Json &row, const char *) {
  words[0] = number(row, "count"), words[1] = number(row, "total");
  return has(row, "count") && has(row, "total");
}

bool read_deviation(Words &words, const Json &row, const char *) {
  unsigned __int128 squares = 0;
  const std::string digits = text(row, "squares");
  if (digits.empty() || digits.size() > 39 || digits.find_first_not_of("0123456789") != digits.npos)
    return false;
  for (const char digit : digits)
    squares = squares * 10 + static_cast<unsigned>(digit - '0');
  words[2] = static_cast<int64_t>(squares), words[3] = static_cast<int64_t>(squares >> 64);
  return read_average(words, row, "");
}

bool read_buckets(Words &words, const Json &row, const char *) {
  for (const Json &bucket : list(row, "buckets").GetArray()) {
    const int64_t at = number(bucket, "bucket", -1);
    if (at < 0 || static_cast<size_t>(at) >= words.size())
      return false;
    words[at] = number(bucket, has(bucket, "raw") ? "raw" : "count");
  }
  return has(row, "buckets");
}

struct FunctionRow {
  AggregationKind kind;
  const char *name;
  uint32_t size; // bytes of a value; 0: by its parameters
  Read read;
};
constexpr FunctionRow functions[] = {
    {AggregationKind::None, "", sizeof(dt_agg_count), read_number},
    {AggregationKind::Count, "count", sizeof(dt_agg_count), read_number},
    {AggregationKind::Sum, "sum", sizeof(dt_agg_scalar), read_number},
    {AggregationKind::Avg, "avg", sizeof(dt_agg_avg), read_average},
    {AggregationKind::Min, "min", sizeof(dt_agg_scalar), read_extreme},
    {AggregationKind::Max, "max", sizeof(dt_agg_scalar), read_extreme},
    {AggregationKind::Stddev, "stddev", sizeof(dt_agg_stddev), read_deviation},
    {AggregationKind::Quantize, "quantize", sizeof(dt_agg_quantize), read_buckets},
    {AggregationKind::Lquantize, "lquantize", 0, read_buckets},
    {AggregationKind::Llquantize, "llquantize", 0, read_buckets},
};
static_assert(in_order(functions, &FunctionRow::kind));

// The levels, and one bucket below and above; 0: nonsense.
int64_t linear_buckets(const Words &parameters) {
  if (parameters.size() < 2 || parameters.size() > 3 || parameters[0] >= parameters[1] ||
      (parameters.size() == 3 && parameters[2] <= 0))
    return 0;
  const unsigned __int128 range =
      static_cast<__int128>(parameters[1]) - static_cast<__int128>(parameters[0]);
  const uint64_t step = parameters.size() == 3 ? parameters[2] : 1;
  return range / step < kMostBuckets ? lquantize_levels(parameters) + 2 : 0;
}

int64_t log_buckets(const Words &parameters) {
  if (parameters.size() != 4 || parameters[0] < 2 || parameters[1] < 0 ||
      parameters[2] < parameters[1] || parameters[2] > 64 || parameters[3] < 1 ||
      parameters[3] > kMostBuckets / 64)
    return 0;
  return static_cast<int64_t>(llquantize_bounds(parameters).size()) + 1;
}
} // namespace

std::optional<AggregationKind> function_kind(std::string_view name) {
  for (const FunctionRow &row : functions)
    if (row.name == name && *row.name)
      return row.kind;
  return std::nullopt;
}

std::optional<uint32_t> value_size(AggregationKind kind, const std::vector<int64_t> &parameters) {
  if (const uint32_t size = functions[static_cast<size_t>(kind)].size)
    return size;
  const int64_t buckets =
      kind == AggregationKind::Lquantize ? linear_buckets(parameters) : log_buckets(parameters);
  if (!buckets)
    return std::nullopt;
  return static_cast<uint32_t>((buckets + 1) * sizeof(int64_t));
}

std::optional<std::vector<int64_t>> words_of(const AggregationRecord &record, const Json &row) {
  std::vector<int64_t> words(word_count(record));
  const FunctionRow &function = functions[static_cast<size_t>(record.kind)];
  if (words.empty() || !function.read(words, row, function.name))
    return std::nullopt;
  return words;
}

} // namespace dtrace::stream
