#include "reader/rows.h"

#include <algorithm>

namespace dtrace::stream {

namespace {
// What of a row is printed, and what may be added up over rows ("buckets": all of their counts).
struct FunctionRow {
  std::string_view name, printed, additive;
};
constexpr FunctionRow functions[] = {
    {"count", "count", "count"}, {"sum", "sum", "sum"},        {"min", "min", ""},
    {"max", "max", ""},          {"avg", "avg", "total"},      {"stddev", "stddev", "total"},
    {"quantize", "", "buckets"}, {"lquantize", "", "buckets"}, {"llquantize", "", "buckets"},
};

const FunctionRow *function_of(std::string_view name) {
  const auto found = std::ranges::find(functions, name, &FunctionRow::name);
  return found == std::end(functions) ? nullptr : &*found;
}

std::optional<int64_t> number_of(const Json &row, std::string_view name) {
  const Json *value = member(row, name);
  if (!value || !(value->IsInt64() || value->IsUint64()))
    return std::nullopt;
  return integer(*value);
}

constexpr std::string_view symbol_names[] = {"sym",   "mod",      "usym",     "umod",
                                             "uaddr", "username", "groupname"};
} // namespace

const Json *description_of(const Json &head, std::string_view name) {
  for (const Json &description : list(head, "aggregations").GetArray())
    if (const Json *its = member(description, "name"); its && shown(*its) == name)
      return &description;
  return nullptr;
}

std::string_view shown(const Json &value) {
  return value.IsString() ? std::string_view(value.GetString(), value.GetStringLength()) : "";
}

std::string value_text(const Json &object) {
  if (const Json *value = member(object, "value")) {
    if (value->IsInt64())
      return std::to_string(value->GetInt64());
    if (value->IsUint64())
      return std::to_string(value->GetUint64());
    return value->IsDouble() ? std::to_string(value->GetDouble()) : std::string(shown(*value));
  }
  for (const std::string_view name : symbol_names)
    if (const Json *symbol = member(object, name))
      return std::string(shown(*symbol));
  const Json *bytes = member(object, "bytes");
  return bytes ? "0x" + std::string(shown(*bytes)) : "";
}

const Json *frames_of(const Json &value, bool *is_user) {
  const Json *kernel = member(value, "stack-frames");
  const Json *frames = kernel ? kernel : member(value, "ustack-frames");
  if (is_user)
    *is_user = !kernel;
  return frames && frames->IsArray() ? frames : nullptr;
}

bool is_distribution(std::string_view function) {
  const FunctionRow *row = function_of(function);
  return row && row->additive == "buckets";
}

std::optional<int64_t> printed_value(std::string_view function, const Json &row) {
  const FunctionRow *its = function_of(function);
  return its && !its->printed.empty() ? number_of(row, its->printed) : std::nullopt;
}

std::optional<int64_t> additive_value(std::string_view function, const Json &row) {
  const FunctionRow *its = function_of(function);
  if (!its || its->additive.empty())
    return std::nullopt;
  if (its->additive != "buckets")
    return number_of(row, its->additive);
  uint64_t total = 0;
  for (const Json &bucket : list(row, "buckets").GetArray())
    total += static_cast<uint64_t>(number(bucket, "count"));
  return static_cast<int64_t>(total);
}

void each_table(const Json &object,
                const std::function<void(const Json &table, int64_t timestamp)> &table) {
  const int64_t timestamp = number(object, "timestamp");
  if (has(object, "aggregation-name"))
    return table(object, timestamp);
  for (const Json &element : list(object, "output").GetArray())
    if (has(element, "aggregation-name"))
      table(element, timestamp);
}

} // namespace dtrace::stream
