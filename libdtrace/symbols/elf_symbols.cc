// Stage: symbols. An ELF object's symbol table through libelf, mapped and not copied.
#include "symbols/elf_symbols.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

namespace dtrace {

namespace {

bool is_wanted(const GElf_Sym &symbol) {
  const int type = GELF_ST_TYPE(symbol.st_info);
  return symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS && symbol.st_value != 0 &&
         (type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_OBJECT || type == STT_NOTYPE);
}

std::string hexadecimal(const unsigned char *bytes, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; i++) {
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 15];
  }
  return text;
}

// "" when the object has no build id.
std::string build_id(Elf *elf) {
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
    GElf_Shdr header;
    Elf_Data *data;
    if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE ||
        !(data = elf_getdata(section, nullptr)))
      continue;
    GElf_Nhdr note;
    size_t name, description;
    for (size_t at = 0; (at = gelf_getnote(data, at, &note, &name, &description)) > 0;) {
      const char *bytes = static_cast<const char *>(data->d_buf);
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && !memcmp(bytes + name, "GNU", 4))
        return hexadecimal(reinterpret_cast<const unsigned char *>(bytes + description),
                           note.n_descsz);
    }
  }
  return {};
}

} // namespace

// Of several names for one address people know the one without underscores and the exported one:
// getppid, not __getppid.
std::tuple<size_t, int, size_t> unlikeliness(std::string_view name, int binding) {
  const int rank = binding == STB_GLOBAL ? 0 : binding == STB_WEAK ? 1 : 2;
  constexpr size_t versioned = 1000; // __libc_start_main@GLIBC_2.2.5
  const size_t marks = name.find('@') == name.npos ? 0 : versioned;
  return {std::min(name.find_first_not_of('_'), name.size()) + marks, rank, name.size()};
}

std::string debugging_file_of(Elf *elf) {
  const std::string id = build_id(elf);
  if (id.size() < 3)
    return {};
  return "/usr/lib/debug/.build-id/" + id.substr(0, 2) + "/" + id.substr(2) + ".debug";
}

std::unique_ptr<ElfSymbols> ElfSymbols::open(const std::string &path) {
  elf_version(EV_CURRENT);
  std::unique_ptr<ElfSymbols> symbols(new ElfSymbols);
  symbols->fds_[0] = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (symbols->fds_[0] < 0)
    return nullptr;
  symbols->elfs_[0] = elf_begin(symbols->fds_[0], ELF_C_READ_MMAP, nullptr);
  return symbols->read(symbols->elfs_[0]) ? std::move(symbols) : nullptr;
}

std::unique_ptr<ElfSymbols> ElfSymbols::in_memory(const char *image, size_t size) {
  elf_version(EV_CURRENT);
  std::unique_ptr<ElfSymbols> symbols(new ElfSymbols);
  symbols->elfs_[0] = elf_memory(const_cast<char *>(image), size);
  return symbols->read(symbols->elfs_[0]) ? std::move(symbols) : nullptr;
}

ElfSymbols::~ElfSymbols() {
  for (Elf *elf : elfs_)
    elf_end(elf);
  for (const int fd : fds_)
    if (fd >= 0)
      close(fd);
}

bool ElfSymbols::read(Elf *elf) {
  if (!elf || elf_kind(elf) != ELF_K_ELF)
    return false;
  read_segments(elf);
  if (!read_table(elf, SHT_SYMTAB) && !read_debugging_file(elf))
    read_table(elf, SHT_DYNSYM);
  return true;
}

void ElfSymbols::read_segments(Elf *elf) {
  size_t count = 0;
  elf_getphdrnum(elf, &count);
  for (size_t i = 0; i < count; i++) {
    GElf_Phdr header;
    if (gelf_getphdr(elf, i, &header) && header.p_type == PT_LOAD)
      segments_.push_back({header.p_offset, header.p_vaddr, header.p_filesz});
  }
}

bool ElfSymbols::read_debugging_file(Elf *elf) {
  const std::string path = debugging_file_of(elf);
  if (path.empty())
    return false;
  fds_[1] = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fds_[1] < 0)
    return false;
  elfs_[1] = elf_begin(fds_[1], ELF_C_READ_MMAP, nullptr);
  return elfs_[1] && read_table(elfs_[1], SHT_SYMTAB);
}

// false: there is no such table, or it is empty.
bool ElfSymbols::read_table(Elf *elf, uint32_t section_type) {
  std::vector<std::pair<Symbol, int>> found; // with the binding
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
    GElf_Shdr header;
    Elf_Data *data;
    if (!gelf_getshdr(section, &header) || header.sh_type != section_type ||
        header.sh_entsize == 0 || !(data = elf_getdata(section, nullptr)))
      continue;
    const size_t count = data->d_size / header.sh_entsize;
    for (size_t i = 0; i < count; i++) {
      GElf_Sym symbol;
      if (!gelf_getsym(data, i, &symbol) || !is_wanted(symbol))
        continue;
      const char *name = elf_strptr(elf, header.sh_link, symbol.st_name);
      if (name && *name && *name != '$') // $x, $d: marks of AArch64
        found.push_back({{symbol.st_value, symbol.st_size, name}, GELF_ST_BIND(symbol.st_info)});
    }
  }
  std::ranges::sort(found, [](const auto &a, const auto &b) {
    if (a.first.address != b.first.address)
      return a.first.address < b.first.address;
    return unlikeliness(a.first.name, a.second) < unlikeliness(b.first.name, b.second);
  });
  for (const auto &[symbol, binding] : found) {
    if (symbols_.empty() || symbols_.back().address != symbol.address)
      symbols_.push_back(symbol);
    else
      symbols_.back().size = std::max(symbols_.back().size, symbol.size);
  }
  return !symbols_.empty();
}

std::optional<ElfSymbols::Found> ElfSymbols::at(uint64_t address) const {
  const auto after = std::ranges::upper_bound(symbols_, address, {}, &Symbol::address);
  // A label or a cold part may begin inside a longer function.
  constexpr int tries = 8;
  auto symbol = after;
  for (int i = 0; i < tries && symbol != symbols_.begin(); i++) {
    --symbol;
    const uint64_t offset = address - symbol->address;
    if (offset < symbol->size || (symbol->size == 0 && std::next(symbol) == after))
      return Found{symbol->name, offset};
  }
  return std::nullopt;
}

std::optional<ElfSymbols::Found> ElfSymbols::at_file_offset(uint64_t offset) const {
  for (const Segment &segment : segments_)
    if (offset - segment.offset < segment.size)
      return at(offset - segment.offset + segment.address);
  return std::nullopt;
}

// A mapping begins at a page; a segment may begin within it.
std::optional<uint64_t> ElfSymbols::address_of_file_offset(uint64_t offset) const {
  constexpr uint64_t page = 4096;
  for (const Segment &segment : segments_)
    if (offset >= (segment.offset & ~(page - 1)) && offset < segment.offset + segment.size)
      return segment.address + offset - segment.offset;
  return std::nullopt;
}

// The index has one name an address; here every name counts.
std::optional<ElfSymbols::Place> ElfSymbols::named(std::string_view wanted) const {
  for (Elf *elf : {elfs_[0], elfs_[1]})
    for (Elf_Scn *section = nullptr; elf && (section = elf_nextscn(elf, section));) {
      GElf_Shdr header;
      Elf_Data *data;
      if (!gelf_getshdr(section, &header) || header.sh_entsize == 0 ||
          (header.sh_type != SHT_SYMTAB && header.sh_type != SHT_DYNSYM) ||
          !(data = elf_getdata(section, nullptr)))
        continue;
      GElf_Sym symbol;
      for (size_t i = 0; i < data->d_size / header.sh_entsize; i++) {
        const char *name = gelf_getsym(data, i, &symbol) && is_wanted(symbol)
                               ? elf_strptr(elf, header.sh_link, symbol.st_name)
                               : nullptr;
        if (name && wanted == name)
          return Place{symbol.st_value, symbol.st_size,
                       GELF_ST_TYPE(symbol.st_info) == STT_FUNC};
      }
    }
  return std::nullopt;
}

} // namespace dtrace
