// Stage: symbols. The functions of one ELF object through libelf, mapped and not copied.
#include "symbols/elf_functions.h"

#include "symbols/elf_symbols.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

namespace dtrace {

namespace {
constexpr uint64_t page = 4096;

// What code that throws, catches or cleans up refers to (Itanium C++ ABI: Exception Handling), and what
// coroutines are made of.
bool is_of_stack_walkers(std::string_view name) {
  constexpr std::string_view names[] = {
      "_Unwind_RaiseException", "_Unwind_Resume",      "__cxa_throw",        "__cxa_begin_catch",
      "__gxx_personality_v0",   "rust_eh_personality", "swapcontext",        "makecontext",
      "jump_fcontext",          "coroutine_transfer",  "coroutine_swapcontext"};
  return std::ranges::find(names, name) != std::end(names);
}
} // namespace

std::unique_ptr<ElfFunctions> ElfFunctions::open(const std::string &path) {
  elf_version(EV_CURRENT);
  std::unique_ptr<ElfFunctions> object(new ElfFunctions);
  object->fds_[0] = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (object->fds_[0] < 0)
    return nullptr;
  object->elfs_[0] = elf_begin(object->fds_[0], ELF_C_READ_MMAP, nullptr);
  return object->read(object->elfs_[0]) ? std::move(object) : nullptr;
}

ElfFunctions::~ElfFunctions() {
  for (Elf *elf : elfs_)
    elf_end(elf);
  for (const int fd : fds_)
    if (fd >= 0)
      close(fd);
}

bool ElfFunctions::read(Elf *elf) {
  GElf_Ehdr header;
  if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header))
    return false;
  machine_ = header.e_machine;
  is_64_bit_ = header.e_ident[EI_CLASS] == ELFCLASS64;
  size_t size = 0;
  const char *image = elf_rawfile(elf, &size);
  image_ = {reinterpret_cast<const uint8_t *>(image), image ? size : 0};
  read_segments(elf);
  read_sections(elf);
  std::vector<Named> found;
  read_table(elf, SHT_SYMTAB, found);
  if (found.empty()) {
    open_debugging_file(elf);
    if (elfs_[1])
      read_table(elfs_[1], SHT_SYMTAB, found);
  }
  read_table(elf, SHT_DYNSYM, found);
  index(found);
  return true;
}

void ElfFunctions::read_segments(Elf *elf) {
  size_t count = 0;
  elf_getphdrnum(elf, &count);
  for (size_t i = 0; i < count; i++) {
    GElf_Phdr header;
    if (gelf_getphdr(elf, i, &header) && header.p_type == PT_LOAD)
      segments_.push_back(
          {header.p_offset, header.p_vaddr, header.p_filesz, (header.p_flags & PF_X) != 0});
  }
}

void ElfFunctions::read_sections(Elf *elf) {
  size_t names = 0;
  elf_getshdrstrndx(elf, &names);
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
    GElf_Shdr header;
    const char *name =
        gelf_getshdr(section, &header) ? elf_strptr(elf, names, header.sh_name) : nullptr;
    if (name && header.sh_flags & SHF_EXECINSTR)
      code_.push_back({header.sh_addr, header.sh_addr + header.sh_size});
    is_go_ |= name && (!strcmp(name, ".gopclntab") || !strcmp(name, ".note.go.buildid"));
  }
}

void ElfFunctions::open_debugging_file(Elf *elf) {
  const std::string path = debugging_file_of(elf);
  if (path.empty())
    return;
  fds_[1] = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fds_[1] >= 0)
    elfs_[1] = elf_begin(fds_[1], ELF_C_READ_MMAP, nullptr);
}

void ElfFunctions::read_table(Elf *elf, uint32_t section_type, std::vector<Named> &found) {
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
    GElf_Shdr header;
    Elf_Data *data;
    if (!gelf_getshdr(section, &header) || header.sh_type != section_type ||
        header.sh_entsize == 0 || !(data = elf_getdata(section, nullptr)))
      continue;
    const size_t count = data->d_size / header.sh_entsize;
    for (size_t i = 0; i < count; i++) {
      GElf_Sym symbol;
      const char *name = gelf_getsym(data, i, &symbol)
                             ? elf_strptr(elf, header.sh_link, symbol.st_name)
                             : nullptr;
      if (!name || !*name)
        continue;
      // The C library has those for others.
      const bool is_missing = symbol.st_shndx == SHN_UNDEF || symbol.st_value == 0;
      walks_stacks_ |= (is_missing || section_type == SHT_SYMTAB) && is_of_stack_walkers(name);
      if (is_missing)
        continue;
      const int type = GELF_ST_TYPE(symbol.st_info);
      if (type != STT_FUNC && type != STT_GNU_IFUNC)
        continue;
      if (type == STT_GNU_IFUNC)
        indirect_[name] = symbol.st_value;
      else
        found.push_back({symbol.st_value, symbol.st_size, name, GELF_ST_BIND(symbol.st_info)});
    }
  }
}

void ElfFunctions::index(std::vector<Named> &found) {
  std::ranges::sort(found, [](const Named &a, const Named &b) {
    if (a.address != b.address)
      return a.address < b.address;
    return unlikeliness(a.name, a.binding) < unlikeliness(b.name, b.binding);
  });
  for (const Named &named : found) {
    if (functions_.empty() || functions_.back().address != named.address) {
      Function function{named.address, 0, 0, {}};
      if (!file_offset(named.address, function.file_offset))
        continue;
      functions_.push_back(std::move(function));
    }
    Function &function = functions_.back();
    function.size = std::max(function.size, named.size);
    if (function.names.empty() || function.names.back() != named.name)
      function.names.push_back(named.name);
    // Of local ones with one name: the first.
    const uint32_t index = functions_.size() - 1;
    if (by_name_.try_emplace(named.name, index).first->second != index)
      ambiguous_.insert(named.name);
  }
  for (size_t i = 0; i < functions_.size(); i++) {
    const uint64_t address = functions_[i].address;
    const auto section = std::ranges::find_if(code_, [&](const auto &range) {
      return address >= range.first && address < range.second;
    });
    uint64_t end = section == code_.end() ? UINT64_MAX : section->second;
    if (i + 1 < functions_.size())
      end = std::min(end, functions_[i + 1].address);
    if (functions_[i].size == 0 && end != UINT64_MAX)
      functions_[i].size = end - address;
  }
}

const ElfFunctions::Function *ElfFunctions::find(std::string_view name) const {
  const auto it = by_name_.find(name);
  return it == by_name_.end() ? nullptr : &functions_[it->second];
}

const ElfFunctions::Function *ElfFunctions::at(uint64_t address) const {
  const auto after = std::ranges::upper_bound(functions_, address, {}, &Function::address);
  if (after == functions_.begin())
    return nullptr;
  const Function &function = *std::prev(after);
  return address - function.address < function.size ? &function : nullptr;
}

bool ElfFunctions::file_offset(uint64_t address, uint64_t &offset) const {
  for (const Segment &segment : segments_)
    if (segment.executable && address - segment.address < segment.size) {
      offset = address - segment.address + segment.offset;
      return true;
    }
  return false;
}

bool ElfFunctions::address_at(uint64_t offset, uint64_t &address) const {
  for (const Segment &segment : segments_)
    if (segment.executable && offset - segment.offset < segment.size) {
      address = offset - segment.offset + segment.address;
      return true;
    }
  return false;
}

uint64_t ElfFunctions::first_address() const {
  return segments_.empty() ? 0 : segments_.front().address - segments_.front().offset % page;
}

std::span<const uint8_t> ElfFunctions::bytes(uint64_t address, uint64_t size) const {
  for (const Segment &segment : segments_) {
    const uint64_t into = address - segment.address;
    if (into >= segment.size || segment.offset + segment.size > image_.size())
      continue;
    return image_.subspan(segment.offset + into, std::min(size, segment.size - into));
  }
  return {};
}

} // namespace dtrace
