// Any bytes as an ELF object whose functions get probes: the list is in order, every function has a name
// that leads back to it, and code is in the file where it is said to be.
#include "symbols/elf_functions.h"

#include <cstdlib>

using namespace dtrace;

namespace {

void check_function(const ElfFunctions &object, const ElfFunctions::Function &function) {
  uint64_t offset = 0, address = 0;
  if (function.names.empty() || !object.file_offset(function.address, offset) ||
      offset != function.file_offset || !object.address_at(offset, address))
    abort();
  for (const std::string_view name : function.names)
    if (const auto *found = object.find(name); !found || (found != &function && !object.is_ambiguous(name)))
      abort();
  const auto code = object.bytes(function.address, function.size);
  if (code.size() > function.size)
    abort();
  unsigned sum = 0;
  for (const uint8_t byte : code)
    sum += byte;
  if (const auto *found = object.at(function.address); found && found != &function && sum)
    abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto file = ElfFile::in_memory({data, size});
  if (!file)
    return 0;
  const ElfFunctions object(std::move(file));
  uint64_t before = 0;
  for (const ElfFunctions::Function &function : object.functions()) {
    if (function.address < before)
      abort();
    before = function.address;
    check_function(object, function);
  }
  (void)object.first_address();
  return 0;
}
