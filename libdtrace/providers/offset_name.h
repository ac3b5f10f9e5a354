// Stage: providers. The names of probes on instructions: an offset or an address in hexadecimal.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dtrace {

std::string hexadecimal(uint64_t number); // "1c"
// Of "1c" and "0x1c"; nothing when it is no such number.
std::optional<uint64_t> read_hexadecimal(std::string_view text);

} // namespace dtrace
