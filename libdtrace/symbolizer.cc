#include "symbolizer.h"

#include "base/diagnostic.h"

namespace dtrace {

namespace {
// A module alone keeps the address, as nothing better is known of it.
std::string text_of(const std::optional<ResolvedAddress> &found, uint64_t address,
                    AddressForm form) {
  if (!found)
    return format("0x%lx", address);
  std::string text(found->module);
  if (form == AddressForm::Module)
    return text;
  if (found->symbol.empty())
    return text + format("`0x%lx", address);
  text += "`" + demangle(found->symbol);
  if (form == AddressForm::Address && found->offset)
    text += format("+0x%lx", found->offset);
  return text;
}
} // namespace

std::string LiveSymbolizer::kernel(uint64_t address, AddressForm form) {
  return text_of(kernel_.resolve(address), address, form);
}

std::string LiveSymbolizer::user(uint64_t tgid, uint64_t address, AddressForm form) {
  if (options_.flag("noresolve"))
    return format("0x%lx", address);
  return text_of(user_.resolve(tgid, address), address, form);
}

std::vector<uint64_t> LiveSymbolizer::stack(uint64_t, bool) { return {}; }

} // namespace dtrace
