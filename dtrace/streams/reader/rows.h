// Streams, reader. Aggregations as the stream holds them: what the head says of each, the keys and
// values of a row, as texts and numbers.
#pragma once
#include "reader/json.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace::stream {

// null: the head does not name it.
const Json *description_of(const Json &head, std::string_view name);

// UTF-8, as it stands in the stream: bytes that are none are still characters of their own.
std::string_view shown(const Json &value);
// A key or a traced value as one text: a number, a text, a symbol, bytes. Of a stack "".
std::string value_text(const Json &value);
// Its frames, innermost first; null: it is not a stack.
const Json *frames_of(const Json &value, bool *is_user = nullptr);

bool is_distribution(std::string_view function);
// The number that is printed of a row, normalized; nothing for distributions, and for a min() or
// max() of which nothing came since clear().
std::optional<int64_t> printed_value(std::string_view function, const Json &row);
// What rows with equal parts of keys may be added by: a count or a total. Nothing: min, max.
std::optional<int64_t> additive_value(std::string_view function, const Json &row);

// Calls table(json, timestamp) for each aggregation in an object: a table of its own, or what a
// firing printed.
void each_table(const Json &object,
                const std::function<void(const Json &table, int64_t timestamp)> &table);

} // namespace dtrace::stream
