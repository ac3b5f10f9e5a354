#include "providers/offset_name.h"

#include "base/diagnostic.h"

#include <charconv>

namespace dtrace {

std::string hexadecimal(uint64_t number) { return format("%llx", static_cast<unsigned long long>(number)); }

std::optional<uint64_t> read_hexadecimal(std::string_view text) {
  if (text.starts_with("0x"))
    text.remove_prefix(2);
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

} // namespace dtrace
