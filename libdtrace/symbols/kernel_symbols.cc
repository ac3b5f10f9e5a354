// Stage: symbols. Kernel addresses: each is looked up once, by the kernel where it may be asked.
#include "symbols/kallsyms.h"
#include "symbols/kernel_lookup.h"
#include "symbols/symbols.h"

namespace dtrace {

KernelSymbols::KernelSymbols() = default;
KernelSymbols::~KernelSymbols() = default;

KallsymsIndex &KernelSymbols::kallsyms() {
  if (!kallsyms_)
    kallsyms_ = std::make_unique<KallsymsIndex>(KallsymsIndex::read());
  return *kallsyms_;
}

std::optional<ResolvedAddress> KernelSymbols::resolve(uint64_t address) {
  const auto [place, is_new] = resolved_.try_emplace(address);
  Resolved &known = place->second;
  if (is_new) {
    if (!lookup_tried_)
      lookup_ = KernelLookup::make();
    lookup_tried_ = true;
    if (lookup_) {
      known.found = read_kernel_description(lookup_->describe(address), known.module,
                                            known.symbol, known.offset);
    } else if (const auto found = kallsyms().resolve(address)) {
      known = {true, std::string(found->module), std::string(found->symbol), found->offset};
    }
  }
  if (!known.found)
    return std::nullopt;
  return ResolvedAddress{known.module, known.symbol, known.offset};
}

std::optional<uint64_t> KernelSymbols::address_of(std::string_view module, std::string_view name) {
  return kallsyms().address_of(module, name);
}

bool KernelSymbols::has_data() {
  return kallsyms().has_data();
}

} // namespace dtrace
