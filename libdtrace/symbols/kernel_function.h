// Stage: symbols. Where functions of the kernel lie, by name. The kernel is asked by a BPF program;
// where it does not answer so (before 5.16), /proc/kallsyms is read.
#pragma once
#include "base/descriptor.h"
#include "base/mapping.h"
#include "symbols/kernel_lookup.h"
#include "symbols/symbols.h"

#include <cstddef>

namespace dtrace {

class KernelFunctions {
public:
  struct Range {
    uint64_t address, size; // bytes
  };
  // Of the kernel itself or of a module; nothing when there is none, or the kernel does not tell.
  std::optional<Range> find(const std::string &name);

private:
  struct Question;
  bool load();
  uint64_t address_of(const std::string &name);

  Descriptor map_, program_;
  Mapping question_; // and the program's answer
  bool tried_ = false;
  std::unique_ptr<KernelLookup> lookup_;
};

} // namespace dtrace
