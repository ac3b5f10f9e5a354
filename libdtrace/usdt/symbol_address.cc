#include "usdt/symbol_address.h"

#include "files/elf_file.h"

#include <elf.h>

namespace dtrace::usdt {

std::optional<uint64_t> symbol_address(const std::string &path, std::string_view name) {
  const auto file = ElfFile::open(path);
  std::optional<uint64_t> address;
  for (const uint32_t type : {SHT_SYMTAB, SHT_DYNSYM})
    if (const ElfFile::Section *table = file ? (*file)->section_of_type(type) : nullptr)
      (*file)->for_each_symbol(*table, [&](const ElfFile::Symbol &symbol) {
        if (!address && symbol.section != SHN_UNDEF && symbol.name == name)
          address = symbol.value;
        return !address;
      });
  return address;
}

} // namespace dtrace::usdt
