// Streams, reader. JSON of others: parsed by RapidJSON (no exceptions, no recursion, exact 64-bit
// numbers, a header alone), looked at through functions that give a default for whatever is not
// there or is of another type.
#pragma once
#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dtrace::stream {

using Json = rapidjson::Value;

// Null: no member of that name, or `object` is not an object.
const Json *member(const Json &object, std::string_view name);
bool has(const Json &object, std::string_view name);
// A string's bytes: characters that stand for bytes (dtrace-stream(5)) are these bytes again.
std::string decoded(const Json &value);
std::string text(const Json &object, std::string_view name);
// A number up to 64 bits; an unsigned one above INT64_MAX by its bits.
int64_t integer(const Json &value, int64_t otherwise = 0);
int64_t number(const Json &object, std::string_view name, int64_t otherwise = 0);
// A list; an empty one for anything else.
const Json &list(const Json &object, std::string_view name);

} // namespace dtrace::stream
