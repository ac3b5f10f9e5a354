#include "usdt/descriptor.h"
#include "usdt/symbol_address.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <unistd.h>

namespace dtrace::usdt {

namespace {

std::optional<uint64_t> in_table(Elf *elf, Elf_Scn *section, const GElf_Shdr &header,
                                 std::string_view name) {
  Elf_Data *data = elf_getdata(section, nullptr);
  if (!data || !header.sh_entsize)
    return std::nullopt;
  for (size_t i = 0; i < data->d_size / header.sh_entsize; i++) {
    GElf_Sym symbol;
    if (!gelf_getsym(data, static_cast<int>(i), &symbol) || symbol.st_shndx == SHN_UNDEF)
      continue;
    const char *text = elf_strptr(elf, header.sh_link, symbol.st_name);
    if (text && name == text)
      return symbol.st_value;
  }
  return std::nullopt;
}

} // namespace

std::optional<uint64_t> symbol_address(const std::string &path, std::string_view name) {
  elf_version(EV_CURRENT);
  const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  const std::unique_ptr<Elf, decltype(&elf_end)> elf(
      file.fd < 0 ? nullptr : elf_begin(file.fd, ELF_C_READ_MMAP, nullptr), elf_end);
  if (!elf)
    return std::nullopt;
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf.get(), section));) {
    GElf_Shdr header;
    if (!gelf_getshdr(section, &header) ||
        (header.sh_type != SHT_SYMTAB && header.sh_type != SHT_DYNSYM))
      continue;
    if (const auto address = in_table(elf.get(), section, header, name))
      return address;
  }
  return std::nullopt;
}

} // namespace dtrace::usdt
