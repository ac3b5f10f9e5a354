// The Symbolizer of a live session: names from symbols/, stacks from the object's stack table.
#pragma once
#include "kernel/kernel.h"
#include "output/symbolizer.h"

namespace dtrace {

class LiveSymbolizer : public Symbolizer {
public:
  explicit LiveSymbolizer(const LoadedObject &object) : object_(object) {}
  std::string kernel(uint64_t address, AddressForm form) override;
  std::string user(uint64_t tgid, uint64_t address, AddressForm form) override;
  std::vector<uint64_t> stack(uint64_t id, bool user) override;

private:
  const LoadedObject &object_;
};

} // namespace dtrace
