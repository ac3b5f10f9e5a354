// The Symbolizer of a live session: names from symbols/, stacks from the object's stack table.
#pragma once
#include "kernel/kernel.h"
#include "language/options.h"
#include "output/symbolizer.h"
#include "symbols/symbols.h"

namespace dtrace {

class LiveSymbolizer : public Symbolizer {
public:
  // Keeps references to both. -x noresolve leaves user addresses numbers.
  LiveSymbolizer(const LoadedObject &object, const Options &options)
      : object_(object), options_(options) {}
  std::string kernel(uint64_t address, AddressForm form) override;
  std::string user(uint64_t tgid, uint64_t address, AddressForm form) override;
  std::vector<uint64_t> stack(uint64_t id, bool user) override;

private:
  const LoadedObject &object_;
  const Options &options_;
  KernelSymbols kernel_;
  UserSymbols user_;
};

} // namespace dtrace
