// Stage: symbols. An ELF object's symbol table, indexed by address.
#include "symbols/elf_symbols.h"

#include "arch/page.h"
#include "files/debugging_file.h"

#include <algorithm>
#include <elf.h>

namespace dtrace {

namespace {

bool is_wanted(const ElfFile::Symbol &symbol) {
  return symbol.section != SHN_UNDEF && symbol.section != SHN_ABS && symbol.value != 0 &&
         (symbol.type == STT_FUNC || symbol.type == STT_GNU_IFUNC || symbol.type == STT_OBJECT ||
          symbol.type == STT_NOTYPE);
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

std::unique_ptr<ElfSymbols> ElfSymbols::open(const std::string &path) {
  auto file = ElfFile::open(path);
  return file ? std::make_unique<ElfSymbols>(std::move(*file)) : nullptr;
}

ElfSymbols::ElfSymbols(std::unique_ptr<ElfFile> file) : file_(std::move(file)) {
  if (!read_table(*file_, SHT_SYMTAB)) {
    debugging_file_ = open_debugging_file(*file_);
    if (!debugging_file_ || !read_table(*debugging_file_, SHT_SYMTAB))
      read_table(*file_, SHT_DYNSYM);
  }
  file_->release();
  if (debugging_file_)
    debugging_file_->release();
}

// false: there is no such table, or it is empty.
bool ElfSymbols::read_table(ElfFile &file, uint32_t section_type) {
  std::vector<std::pair<Symbol, int>> found; // with the binding
  if (const ElfFile::Section *table = file.section_of_type(section_type))
    file.for_each_symbol(*table, [&](const ElfFile::Symbol &symbol) {
      if (is_wanted(symbol) && symbol.name[0] != '$') // $x, $d: marks of AArch64
        found.push_back({{symbol.value, symbol.size, symbol.name}, symbol.binding});
      return true;
    });
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
  const auto address = file_->address_at(offset);
  return address ? at(*address) : std::nullopt;
}

// A mapping begins at a page; a segment may begin within it.
std::optional<uint64_t> ElfSymbols::address_of_file_offset(uint64_t offset) const {
  const uint64_t page = page_size();
  for (const ElfFile::Segment &segment : file_->segments())
    if (offset >= (segment.offset & ~(page - 1)) && offset < segment.offset + segment.size)
      return segment.address + offset - segment.offset;
  return std::nullopt;
}

// The index has one name an address; here every name counts.
std::optional<ElfSymbols::Location> ElfSymbols::named(std::string_view wanted) const {
  std::optional<Location> place;
  for (ElfFile *file : {file_.get(), debugging_file_.get()})
    for (const uint32_t type : {SHT_SYMTAB, SHT_DYNSYM})
      if (const ElfFile::Section *table = file ? file->section_of_type(type) : nullptr)
        file->for_each_symbol(*table, [&](const ElfFile::Symbol &symbol) {
          if (!place && is_wanted(symbol) && symbol.name == wanted)
            place = Location{symbol.value, symbol.size, symbol.type == STT_FUNC};
          return !place;
        });
  return place;
}

} // namespace dtrace
