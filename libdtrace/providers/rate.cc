// Stage: providers. The units of profile-N and tick-N, a row each.
#include "providers/rate.h"

#include "language/time_units.h"

#include <charconv>
#include <strings.h>

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
  const auto is_it = [&](std::string_view unit) {
    return unit.size() == suffix.size() && strncasecmp(unit.data(), suffix.data(), unit.size()) == 0;
  };
  if (suffix.empty() || is_it("hz"))
    return in_range(kSecond / count);
  for (const Unit &unit : time_units)
    if (is_it(unit.suffix))
      return count > longest / unit.factor ? std::nullopt : in_range(count * unit.factor);
  return std::nullopt;
}

} // namespace dtrace
