// Any bytes as an ELF object that a process has mapped: its addresses have names, and a name that was
// found is the one that is found again.
#include "symbols/elf_symbols.h"

#include <cstdlib>

using namespace dtrace;

namespace {

void check_address(const ElfSymbols &object, uint64_t address) {
  const auto found = object.at(address);
  if (!found)
    return;
  const auto start = object.at(address - found->offset);
  if (found->name.empty() || found->offset > address || !start)
    abort();
  (void)object.named(found->name);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto file = ElfFile::in_memory({data, size});
  if (!file)
    return 0;
  const ElfSymbols object(std::move(file));
  constexpr uint64_t step = 16;
  for (uint64_t offset = 0; offset < size; offset += step) {
    const auto found = object.at_file_offset(offset);
    if (found && found->name.empty())
      abort();
    if (const auto address = object.address_of_file_offset(offset))
      check_address(object, *address);
  }
  check_address(object, UINT64_MAX);
  (void)object.named("main");
  return 0;
}
