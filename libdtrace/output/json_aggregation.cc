#include "output/json_aggregation.h"

#include "base/enum_size.h"
#include "consume/aggregation_value.h"
#include "output/distribution.h"
#include "output/json_value.h"

#include <algorithm>
#include <string>

namespace dtrace {

namespace {
using Wide = unsigned __int128;

std::string decimal(Wide value) {
  std::string digits;
  do
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  while (value /= 10);
  return digits;
}

using PutValue = void (*)(JsonObject &, const AggregationValue &);

// What is printed, and when normalize() has changed that, the number itself.
void put_aggregated(JsonObject &object, const char *name, const AggregationValue &value) {
  const bool is_signed = value.aggregation->value_is_signed;
  object.number(name, scalar_value(value), is_signed);
  if (value.factor != 1)
    object.number("raw", value.words[0], is_signed);
}

void put_nothing(JsonObject &, const AggregationValue &) {}
void put_counted(JsonObject &object, const AggregationValue &value) {
  put_aggregated(object, "count", value);
}
void put_sum(JsonObject &object, const AggregationValue &value) {
  put_aggregated(object, "sum", value);
}
// Where text shows 0 because nothing has come since clear().
void put_extreme(JsonObject &object, const char *name, const AggregationValue &value) {
  if (value.words[1])
    put_aggregated(object, name, value);
  else
    object.member(name).put(std::string_view("null"));
}
void put_min(JsonObject &object, const AggregationValue &value) {
  put_extreme(object, "min", value);
}
void put_max(JsonObject &object, const AggregationValue &value) {
  put_extreme(object, "max", value);
}

void put_average(JsonObject &object, const AggregationValue &value) {
  const bool is_signed = value.aggregation->value_is_signed;
  object.number("avg", scalar_value(value), is_signed);
  object.number("count", value.words[0], false).number("total", value.words[1], is_signed);
}

void put_deviation(JsonObject &object, const AggregationValue &value) {
  object.number("stddev", scalar_value(value), value.aggregation->value_is_signed);
  object.number("count", value.words[0], false).number("total", value.words[1]);
  object.text("squares", decimal(static_cast<Wide>(static_cast<uint64_t>(value.words[3])) << 64 |
                                 static_cast<uint64_t>(value.words[2])));
}

// Those that text shows. All others are 0.
void put_buckets(JsonObject &object, const AggregationValue &value) {
  const AggregationRecord &record = *value.aggregation;
  const std::span<const int64_t> counts(value.words, word_count(record));
  JsonList list(object.member("buckets"));
  if (counts.empty())
    return;
  const auto [first, last] = shown_buckets(record, counts);
  for (size_t i = first; i <= last; i++) {
    JsonObject bucket(list.element());
    bucket.number("value", bucket_value(record, static_cast<uint32_t>(i)));
    bucket.number("count", normalized_count(counts[i], value.factor));
    if (value.factor != 1)
      bucket.number("raw", counts[i]);
    bucket.number("bucket", static_cast<int64_t>(i));
  }
}

struct FunctionRow {
  AggregationKind kind;
  const char *function;
  PutValue put;
};
constexpr FunctionRow functions[] = {
    {AggregationKind::None, "", put_nothing},
    {AggregationKind::Count, "count", put_counted},
    {AggregationKind::Sum, "sum", put_sum},
    {AggregationKind::Avg, "avg", put_average},
    {AggregationKind::Min, "min", put_min},
    {AggregationKind::Max, "max", put_max},
    {AggregationKind::Stddev, "stddev", put_deviation},
    {AggregationKind::Quantize, "quantize", put_buckets},
    {AggregationKind::Lquantize, "lquantize", put_buckets},
    {AggregationKind::Llquantize, "llquantize", put_buckets},
};
static_assert(in_order(functions, &FunctionRow::kind));

void put_keys(Output &out, const PrintContext &context, const AggregationTable::Row &row) {
  JsonList keys(out);
  for (const KeyField &key : row.layout->keys) {
    JsonObject object(keys.element());
    put_json_value(object, context, key.field, row.key);
  }
}

void put_emission(Output &out, const AggregationTable &table, size_t column,
                  const Emission &emission) {
  JsonObject object(out);
  object.text("cause", emission.cause);
  if (emission.clause)
    object.number("clause", emission.clause).number("action", emission.action);
  object.number("count", static_cast<int64_t>(emission.count));
  if (table.columns.size() > 1)
    object.number("part", static_cast<int64_t>(column + 1))
        .number("parts", static_cast<int64_t>(table.columns.size()));
}
} // namespace

void put_json_aggregation(JsonObject &object, const PrintContext &context,
                          const AggregationTable &table, size_t column, const Emission &emission) {
  const AggregationValue &described = table.columns[column];
  const FunctionRow &kind = functions[static_cast<size_t>(described.aggregation->kind)];
  object.text("aggregation-name", described.aggregation->name).text("function", kind.function);
  put_emission(object.member("emission"), table, column, emission);
  if (described.factor != 1)
    object.number("normal", described.factor);
  if (described.clears)
    object.number("clears", static_cast<int64_t>(described.clears), false);
  JsonList rows(object.member("aggregation-data"));
  for (size_t row = 0; row < table.rows.size(); row++) {
    const AggregationValue value = table.value(row, column);
    if (!value.words)
      continue;
    JsonObject shown(rows.element());
    put_keys(shown.member("keys"), context, table.rows[row]);
    kind.put(shown, value);
  }
}

void put_json_description(JsonObject &object, const AggregationRecord &record) {
  object.text("name", record.name);
  object.text("function", functions[static_cast<size_t>(record.kind)].function);
  object.flag("signed", record.value_is_signed);
  {
    JsonList parameters(object.member("parameters"));
    for (const int64_t parameter : record.parameters)
      put_json_number(parameters.element(), parameter);
  }
  JsonList keys(object.member("keys"));
  for (const KeyField &key : record.keys) {
    JsonObject shown(keys.element());
    shown.text("source", key.source).text("kind", json_kind(key.field.kind));
    if (key.field.type)
      shown.text("type", type_name(key.field.type));
    if (key.field.kind == FieldKind::Integer || key.field.kind == FieldKind::Bytes)
      shown.number("size", key.field.size).flag("signed", key.field.is_signed);
    if (key.field.shown_size)
      shown.number("shown-size", key.field.shown_size);
  }
}

} // namespace dtrace
