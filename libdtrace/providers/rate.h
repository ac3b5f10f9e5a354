// Stage: providers. The N of profile-N and tick-N as an interval.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace dtrace {

// "97", "97hz", "10ms", "1sec", "5m" (Guide, chapter profile Provider) in nanoseconds; nothing when
// it is not a rate, or one that is faster than any probe may be (200 microseconds).
std::optional<uint64_t> read_rate(std::string_view text);

} // namespace dtrace
