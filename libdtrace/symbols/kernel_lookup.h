// Stage: symbols. Asks the kernel for the name of one of its addresses: a BPF program formats it
// with "%pS" into memory that we share with it.
#pragma once
#include "base/descriptor.h"
#include "base/mapping.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dtrace {

class KernelLookup {
public:
  static std::unique_ptr<KernelLookup> make(); // null: this kernel, or our rights, do not allow it

  // "vfs_read+0x12/0x3a0", "ext4_sync+0x0/0x10 [ext4]", or hexadecimal digits when there is no
  // name; "" when the kernel did not answer. Valid until the next call.
  std::string_view describe(uint64_t address) const;

private:
  KernelLookup() = default;
  bool load();

  Descriptor format_, text_map_, program_;
  Mapping text_; // what the program writes
};

// The three parts of what the kernel prints; false when it is not a name.
bool read_kernel_description(std::string_view text, std::string &module, std::string &symbol,
                             uint64_t &offset);

} // namespace dtrace
