// Stage: symbols. The functions of one ELF object, from its symbol tables.
#include "symbols/elf_functions.h"

#include "arch/page.h"
#include "files/debugging_file.h"
#include "symbols/elf_symbols.h"

#include <algorithm>
#include <elf.h>

namespace dtrace {

namespace {
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
  auto file = ElfFile::open(path);
  return file ? std::make_unique<ElfFunctions>(std::move(*file)) : nullptr;
}

ElfFunctions::ElfFunctions(std::unique_ptr<ElfFile> file) : file_(std::move(file)) {
  read_sections();
  std::vector<Named> found;
  read_table(*file_, SHT_SYMTAB, found);
  if (found.empty() && (debugging_file_ = open_debugging_file(*file_)))
    read_table(*debugging_file_, SHT_SYMTAB, found);
  read_table(*file_, SHT_DYNSYM, found);
  index(found);
  file_->release();
  if (debugging_file_)
    debugging_file_->release();
}

void ElfFunctions::read_sections() {
  for (const ElfFile::Section &section : file_->sections()) {
    if (section.flags & SHF_EXECINSTR && section.size <= UINT64_MAX - section.address)
      code_.push_back({section.address, section.address + section.size});
    is_go_ |= section.name == ".gopclntab" || section.name == ".note.go.buildid";
  }
  std::ranges::sort(code_);
}

void ElfFunctions::read_table(ElfFile &file, uint32_t section_type, std::vector<Named> &found) {
  const ElfFile::Section *table = file.section_of_type(section_type);
  if (!table)
    return;
  file.for_each_symbol(*table, [&](const ElfFile::Symbol &symbol) {
    // The C library has those for others.
    const bool is_missing = symbol.section == SHN_UNDEF || symbol.value == 0;
    walks_stacks_ |= (is_missing || section_type == SHT_SYMTAB) && is_of_stack_walkers(symbol.name);
    if (!is_missing && symbol.type == STT_GNU_IFUNC)
      indirect_[symbol.name] = symbol.value;
    if (!is_missing && symbol.type == STT_FUNC)
      found.push_back({symbol.value, symbol.size, symbol.name, symbol.binding});
    return true;
  });
}

uint64_t ElfFunctions::end_of_code(uint64_t address) const {
  const auto after = std::ranges::upper_bound(code_, address, {}, [](const auto &range) {
    return range.first;
  });
  return after != code_.begin() && address < std::prev(after)->second ? std::prev(after)->second
                                                                      : UINT64_MAX;
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
    uint64_t end = end_of_code(address);
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
  const auto found = file_->file_offset(address, true);
  offset = found.value_or(0);
  return found.has_value();
}

bool ElfFunctions::address_at(uint64_t offset, uint64_t &address) const {
  const auto found = file_->address_at(offset, true);
  address = found.value_or(0);
  return found.has_value();
}

uint64_t ElfFunctions::first_address() const {
  const uint64_t page = page_size();
  const auto segments = file_->segments();
  return segments.empty() ? 0 : segments.front().address - segments.front().offset % page;
}

std::span<const uint8_t> ElfFunctions::bytes(uint64_t address, uint64_t size) const {
  return file_->loaded(address, size);
}

} // namespace dtrace
