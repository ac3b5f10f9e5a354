#include "providers/watch_variables.h"

#include "arch/page.h"
#include "base/diagnostic.h"
#include "files/debugging_file.h"

#include <algorithm>
#include <elf.h>
#include <tuple>

namespace dtrace {

namespace {

// The address that the object was linked with of what the process has mapped first; a mapping begins
// at a page, a segment may begin within it.
std::optional<uint64_t> linked_begin(const ElfFile &file, uint64_t file_offset) {
  const uint64_t in_page = page_size() - 1;
  for (const ElfFile::Segment &segment : file.segments())
    if (file_offset >= (segment.offset & ~in_page) && file_offset < segment.offset + segment.size)
      return segment.address + file_offset - segment.offset;
  return std::nullopt;
}

bool is_wanted(const ElfFile::Symbol &symbol) {
  return symbol.section != SHN_UNDEF && symbol.section != SHN_ABS &&
         (symbol.type == STT_OBJECT || symbol.type == STT_COMMON || symbol.type == STT_FUNC ||
          symbol.type == STT_TLS);
}

} // namespace

WatchVariables::WatchVariables(const ProcessObject &object) {
  auto file = ElfFile::open(object.file);
  const auto begin = file ? linked_begin(**file, object.file_offset) : std::nullopt;
  if (!begin)
    return;
  const uint64_t moved = object.begin - *begin;
  const auto read = [&](ElfFile &from, uint32_t type) {
    const ElfFile::Section *table = from.section_of_type(type);
    if (table)
      from.for_each_symbol(*table, [&](const ElfFile::Symbol &symbol) {
        const std::string name(symbol.name.substr(0, symbol.name.find('@'))); // environ@GLIBC_2.2.5
        if (is_wanted(symbol) && symbol.type == STT_TLS)
          thread_local_.push_back(name);
        else if (is_wanted(symbol) && symbol.value)
          variables_.push_back({name, symbol.value + moved, symbol.size, symbol.type == STT_FUNC});
        return true;
      });
    return table != nullptr;
  };
  if (!read(**file, SHT_SYMTAB))
    if (const auto debugging = open_debugging_file(**file))
      read(*debugging, SHT_SYMTAB);
  read(**file, SHT_DYNSYM);
  const auto order = [](const Variable &variable) { return std::tie(variable.address, variable.name); };
  std::ranges::sort(variables_, {}, order);
  const auto doubles = std::ranges::unique(variables_, {}, order);
  variables_.erase(doubles.begin(), doubles.end());
}

bool WatchVariables::is_thread_local(std::string_view name) const {
  return std::ranges::find(thread_local_, name) != thread_local_.end();
}

std::string WatchVariables::near(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const Variable &variable : variables_)
    if (!variable.is_function)
      names.push_back(variable.name);
  return std::string(nearest(name, names));
}

} // namespace dtrace
