// Streams, reader. From a line of a stream to an object, or the reason why it is not one.
#pragma once
#include "reader/json.h"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace dtrace::stream {

enum class ObjectKind { Head, Firing, Fault, Drop, Table, Process, Warning, Probe, End };

struct StreamObject {
  rapidjson::Document json;
  ObjectKind kind;
  size_t bytes;      // of its line
  uint64_t line = 0; // its number
};

// The error says what is wrong, without file and line: "not JSON: … (column 12)".
std::expected<StreamObject, std::string> parse_object(std::string_view line);

} // namespace dtrace::stream
