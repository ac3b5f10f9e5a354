#include "providers/watch_name.h"

#include "providers/offset_name.h"

#include <charconv>
#include <linux/hw_breakpoint.h>

namespace dtrace {

namespace {

struct AccessRow {
  std::string_view word;
  uint32_t type;
};
constexpr AccessRow accesses[] = {
    {"rw", HW_BREAKPOINT_RW},
    {"w", HW_BREAKPOINT_W},
    {"x", HW_BREAKPOINT_X},
};

std::optional<uint64_t> read_number(std::string_view text) {
  if (text.starts_with("0x"))
    return read_hexadecimal(text);
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

} // namespace

bool is_watch_length(uint64_t length) {
  return length == 1 || length == 2 || length == 4 || length == 8;
}

std::optional<WatchName> read_watch_name(std::string_view name) {
  for (const AccessRow &row : accesses) {
    if (!name.starts_with(row.word))
      continue;
    const std::string_view digits = name.substr(row.word.size());
    if (digits.empty())
      return WatchName{row.type};
    const auto length = read_number(digits);
    if (!length || digits.size() != 1 || !is_watch_length(*length) || row.type == HW_BREAKPOINT_X)
      return std::nullopt;
    return WatchName{row.type, *length};
  }
  return std::nullopt;
}

std::string explain_watch_name(std::string_view name) {
  if (name.empty() || read_watch_name(name))
    return {};
  if (name == "r" || (name.starts_with("r") && read_number(name.substr(1))))
    return "no processor watches reads alone: write rw";
  return "a probe of watch is w (written), rw (read or written) or x (executed); w and rw may be followed "
         "by the number of bytes, 1, 2, 4 or 8: w4";
}

WatchPlace read_watch_place(std::string_view function) {
  if (function.starts_with("0x"))
    if (const auto address = read_number(function))
      return {"", *address};
  const size_t plus = function.rfind('+');
  if (plus != function.npos && plus > 0)
    if (const auto offset = read_number(function.substr(plus + 1)))
      return {std::string(function.substr(0, plus)), *offset};
  return {std::string(function), 0};
}

} // namespace dtrace
