// Stage: providers. The units of profile-N and tick-N, a row each.
#include "providers/rate.h"

#include <charconv>

namespace dtrace {

namespace {

struct UnitRow {
  std::string_view suffix;
  uint64_t nanoseconds; // 0: times a second
};
constexpr uint64_t second = 1'000'000'000;
constexpr UnitRow unit_rows[] = {
    {"", 0},
    {"hz", 0},
    {"ns", 1},
    {"nsec", 1},
    {"us", 1'000},
    {"usec", 1'000},
    {"ms", 1'000'000},
    {"msec", 1'000'000},
    {"s", second},
    {"sec", second},
    {"m", 60 * second},
    {"min", 60 * second},
    {"h", 3600 * second},
    {"hour", 3600 * second},
    {"d", 86400 * second},
    {"day", 86400 * second},
};
constexpr uint64_t shortest = 200'000, longest = INT64_MAX / 2;

} // namespace

std::optional<uint64_t> read_rate(std::string_view text) {
  uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count == 0)
    return std::nullopt;
  const std::string_view suffix = text.substr(end - text.data());
  for (const UnitRow &row : unit_rows) {
    if (row.suffix != suffix)
      continue;
    if (row.nanoseconds && count > longest / row.nanoseconds)
      return std::nullopt;
    const uint64_t interval = row.nanoseconds ? count * row.nanoseconds : second / count;
    return interval >= shortest ? std::optional(interval) : std::nullopt;
  }
  return std::nullopt;
}

} // namespace dtrace
