#include "symbolizer.h"

#include "base/diagnostic.h"

namespace dtrace {

std::string LiveSymbolizer::kernel(uint64_t address, AddressForm) {
  return format("0x%lx", address);
}

std::string LiveSymbolizer::user(uint64_t, uint64_t address, AddressForm) {
  return format("0x%lx", address);
}

std::vector<uint64_t> LiveSymbolizer::stack(uint64_t, bool) { return {}; }

} // namespace dtrace
