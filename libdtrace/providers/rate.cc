// Stage: providers. The units of profile-N and tick-N, a row each.
#include "providers/rate.h"

#include "language/time_units.h"

#include <charconv>

namespace dtrace {

namespace {

constexpr uint64_t shortest = 200'000, longest = INT64_MAX / 2;

} // namespace

std::optional<uint64_t> read_rate(std::string_view text) {
  uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count == 0)
    return std::nullopt;
  const std::string_view suffix = text.substr(end - text.data());
  const auto in_range = [](uint64_t interval) {
    return interval >= shortest ? std::optional(interval) : std::nullopt;
  };
  if (suffix.empty() || suffix == "hz")
    return in_range(kSecond / count);
  for (const Unit &unit : time_units)
    if (unit.suffix == suffix)
      return count > longest / unit.factor ? std::nullopt : in_range(count * unit.factor);
  return std::nullopt;
}

} // namespace dtrace
