#include "symbols/source_places.h"

#include <algorithm>
#include <dwarf.h>
#include <map>

namespace dtrace {

namespace {
constexpr int deepest_scope = 64; // data may be wrong
constexpr int containers[] = {DW_TAG_namespace,  DW_TAG_structure_type,   DW_TAG_class_type,
                              DW_TAG_union_type, DW_TAG_enumeration_type, DW_TAG_module};

bool is_code(int tag) {
  return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

bool is_path_of(std::string_view path, std::string_view file) {
  return path.ends_with(file) &&
         (path.size() == file.size() || path[path.size() - file.size() - 1] == '/');
}

// visit(unit) for each; of a split one for the part that lies in the object, which has the lines.
template <class Visit> void for_each_unit(Dwarf *dwarf, Visit visit) {
  Dwarf_CU *unit = nullptr;
  Dwarf_Die root{};
  while (dwarf_get_units(dwarf, unit, &unit, nullptr, nullptr, &root, nullptr) == 0)
    visit(root);
}

// The innermost function or inlined copy that holds the address: its place in the data; 0: none.
Dwarf_Off copy_at(Dwarf_Die *scope, uint64_t address, int depth) {
  Dwarf_Die die;
  if (depth == deepest_scope || dwarf_child(scope, &die) != 0)
    return 0;
  do {
    const int tag = dwarf_tag(&die);
    const bool holds = dwarf_haspc(&die, address) == 1;
    if (!holds && std::ranges::find(containers, tag) == std::end(containers))
      continue;
    if (const Dwarf_Off inner = copy_at(&die, address, depth + 1))
      return inner;
    if (holds && is_code(tag))
      return dwarf_dieoffset(&die);
  } while (dwarf_siblingof(&die, &die) == 0);
  return 0;
}

// The first address of a copy: where it is entered, else the least of its ranges.
bool entry_of(Dwarf_Die *copy, uint64_t &address) {
  Dwarf_Addr entry = 0, base, start, end;
  if (dwarf_entrypc(copy, &entry) == 0 && entry) {
    address = entry;
    return true;
  }
  bool any = false;
  for (ptrdiff_t at = 0; (at = dwarf_ranges(copy, at, &base, &start, &end)) > 0;) {
    address = any ? std::min<uint64_t>(address, start) : start;
    any = true;
  }
  return any;
}

bool is_named(Dwarf_Die *function, const SourcePlaces::IsMeant &is_meant) {
  Dwarf_Attribute attribute;
  for (const unsigned kind : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name, DW_AT_name})
    if (const char *name = dwarf_formstring(dwarf_attr_integrate(function, kind, &attribute)))
      if (is_meant(name))
        return true;
  return false;
}

void collect_copies(Dwarf_Die *scope, const SourcePlaces::IsMeant &is_meant, int depth,
                    std::vector<uint64_t> &addresses) {
  Dwarf_Die die;
  if (depth == deepest_scope || dwarf_child(scope, &die) != 0)
    return;
  do {
    uint64_t address = 0;
    if (dwarf_tag(&die) == DW_TAG_inlined_subroutine && is_named(&die, is_meant) &&
        entry_of(&die, address))
      addresses.push_back(address);
    collect_copies(&die, is_meant, depth + 1, addresses);
  } while (dwarf_siblingof(&die, &die) == 0);
}

void make_unique(std::vector<uint64_t> &addresses) {
  std::ranges::sort(addresses);
  const auto rest = std::ranges::unique(addresses);
  addresses.erase(rest.begin(), rest.end());
}

struct Row {
  const char *source = nullptr;
  int number = 0;
  uint64_t address = 0;
  bool begins_statement = false, is_end = false;
};

Row row_at(Dwarf_Lines *lines, size_t i) {
  Row row;
  Dwarf_Line *line = dwarf_onesrcline(lines, i);
  Dwarf_Addr address = 0;
  dwarf_lineno(line, &row.number);
  dwarf_lineaddr(line, &address);
  dwarf_linebeginstatement(line, &row.begins_statement);
  dwarf_lineendsequence(line, &row.is_end);
  row.source = dwarf_linesrc(line, nullptr, nullptr);
  row.address = address;
  return row;
}
} // namespace

SourcePlaces::SourcePlaces(const std::string &path) {
  if (const auto object = ElfFile::open(path))
    data_ = DebuggingData::of(**object);
}

// One function may have several pieces of a line, as the compiler mixes lines: the first counts.
void SourcePlaces::lines_of(Dwarf_Die &unit, std::string_view file, int number, Line &line) {
  Dwarf_Lines *lines = nullptr;
  size_t count = 0;
  if (dwarf_getsrclines(&unit, &lines, &count) != 0)
    return;
  const char *known = nullptr; // names are compared once a run of rows
  bool is_known = false;
  std::map<Dwarf_Off, uint64_t> first;
  for (size_t i = 0; i < count; i++) {
    const Row row = row_at(lines, i);
    if (!row.source || row.is_end)
      continue;
    if (row.source != known) {
      known = row.source;
      is_known = is_path_of(known, file);
    }
    line.has_file |= is_known;
    if (!is_known || !row.begins_statement || row.number < number)
      continue;
    if (row.number > number) {
      line.next = line.next ? std::min(line.next, row.number) : row.number;
      continue;
    }
    const auto [place, is_new] = first.try_emplace(copy_at(&unit, row.address, 0), row.address);
    if (!is_new)
      place->second = std::min(place->second, row.address);
  }
  for (const auto &[copy, address] : first)
    line.addresses.push_back(address);
}

SourcePlaces::Line SourcePlaces::line(std::string_view file, int number) {
  Line line;
  if (data_)
    for_each_unit(data_->dwarf(),
                  [&](Dwarf_Die &unit) { lines_of(unit, file, number, line); });
  make_unique(line.addresses);
  return line;
}

std::vector<uint64_t> SourcePlaces::inlined(const IsMeant &is_meant) {
  std::vector<uint64_t> addresses;
  if (data_)
    for_each_unit(data_->dwarf(),
                  [&](Dwarf_Die &unit) { collect_copies(&unit, is_meant, 0, addresses); });
  make_unique(addresses);
  return addresses;
}

} // namespace dtrace
