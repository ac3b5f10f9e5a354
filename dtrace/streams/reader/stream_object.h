// Streams, reader. A line of a stream -> an object of it, or why it is none.
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
