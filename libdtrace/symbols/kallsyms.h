// Stage: symbols. /proc/kallsyms as an index: lines "address type name [module]" in, sorted
// addresses out. Symbols have no sizes there.
#pragma once
#include "symbols/symbols.h"

#include <vector>

namespace dtrace {

class KallsymsIndex {
public:
  explicit KallsymsIndex(std::string text); // of /proc/kallsyms, or of a test
  static std::string read();                // "" when it cannot be read

  std::optional<ResolvedAddress> resolve(uint64_t address) const;
  std::optional<uint64_t> address_of(std::string_view module, std::string_view name) const;
  // The other names of the function `name`: of the same module, at the same address.
  std::vector<std::string_view> other_names(std::string_view name) const;
  bool empty() const { return symbols_.empty(); }
  bool has_data() const { return has_data_; } // variables, not only functions

private:
  struct Symbol {
    uint64_t address;
    std::string_view name, module; // in text_; module "vmlinux" for the kernel itself
  };
  bool add(std::string_view line);

  std::string text_;
  std::vector<Symbol> symbols_; // by address; among equal ones in the file's order
  std::vector<Symbol> absolute_; // type A: offsets into per-CPU data among them; no addresses
  bool has_data_ = false;
};

} // namespace dtrace
