// Stage: types. Finding DWARF entries by name.
#include "types/dwarf_names.h"

#include <dwarf.h>

namespace dtrace {

namespace {
constexpr unsigned deepest_namespace = 16; // of namespaces

DwarfSpace space_of(int tag) {
  switch (tag) {
  case DW_TAG_structure_type:
  case DW_TAG_class_type:
    return DwarfSpace::Struct;
  case DW_TAG_union_type:
    return DwarfSpace::Union;
  case DW_TAG_enumeration_type:
    return DwarfSpace::Enum;
  case DW_TAG_typedef:
    return DwarfSpace::Typedef;
  case DW_TAG_subprogram:
    return DwarfSpace::Function;
  case DW_TAG_variable:
    return DwarfSpace::Variable;
  default:
    return DwarfSpace::None;
  }
}

bool is_type(DwarfSpace space) {
  return space < DwarfSpace::Function;
}

const char *linkage_name(Dwarf_Die *entry) {
  Dwarf_Attribute attribute;
  for (const unsigned name : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name})
    if (dwarf_attr_integrate(entry, name, &attribute))
      return dwarf_formstring(&attribute);
  return nullptr;
}

} // namespace

DwarfNames::DwarfNames(const std::string &path) {
  if (const auto object = ElfFile::open(path))
    data_ = DebuggingData::of(**object);
}

Dwarf_Die *DwarfNames::find(DwarfSpace space, std::string_view name) {
  auto &names = names_[static_cast<size_t>(space)];
  do {
    if (const auto it = names.find(name); it != names.end())
      return &it->second;
  } while (read_next_unit());
  return nullptr;
}

bool DwarfNames::read_next_unit() {
  Dwarf_Die unit{};
  uint8_t unit_type = 0;
  at_end_ = at_end_ || !data_ ||
            dwarf_get_units(data_->dwarf(), unit_, &unit_, nullptr, &unit_type, &unit, nullptr) != 0;
  if (at_end_)
    return false;
  if (unit_type == DW_UT_skeleton)
    add_split_unit(unit);
  else
    add_children(&unit, "", 0);
  return true;
}

// The first unit of its file.
void DwarfNames::add_split_unit(Dwarf_Die &skeleton) {
  auto data = data_->split_from(skeleton);
  Dwarf_CU *unit = nullptr;
  Dwarf_Die root{};
  if (!data || dwarf_get_units(data->dwarf(), nullptr, &unit, nullptr, nullptr, &root, nullptr) != 0)
    return;
  add_children(&root, "", 0);
  split_.push_back(std::move(data));
}

void DwarfNames::add_children(Dwarf_Die *parent, std::string_view prefix, unsigned depth) {
  Dwarf_Die entry;
  if (depth > deepest_namespace || dwarf_child(parent, &entry) != 0)
    return;
  do {
    const int tag = dwarf_tag(&entry);
    const char *name = dwarf_diename(&entry);
    if (tag == DW_TAG_namespace) {
      const std::string inner = std::string(prefix) + (name ? name : "(anonymous)") + "::";
      add_children(&entry, inner, depth + 1);
      continue;
    }
    const DwarfSpace space = space_of(tag);
    if (space == DwarfSpace::None || !name)
      continue;
    if (is_type(space) && dwarf_hasattr(&entry, DW_AT_declaration))
      continue;
    add(space, prefix, name, entry);
    if (const char *linkage = is_type(space) ? nullptr : linkage_name(&entry))
      add(space, "", linkage, entry);
  } while (dwarf_siblingof(&entry, &entry) == 0);
}

void DwarfNames::add(DwarfSpace space, std::string_view prefix, const char *name,
                     const Dwarf_Die &entry) {
  std::string_view key = name;
  if (!prefix.empty())
    key = qualified_.emplace_back(std::string(prefix) + name);
  names_[static_cast<size_t>(space)].try_emplace(key, entry);
}

} // namespace dtrace
