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

const Dwfl_Callbacks callbacks = {
    .find_elf = nullptr,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = nullptr,
};
} // namespace

DwarfNames::DwarfNames(const std::string &path) : dwfl_(dwfl_begin(&callbacks)) {
  if (!dwfl_)
    return;
  Dwfl_Module *module = dwfl_report_offline(dwfl_, path.c_str(), path.c_str(), -1);
  dwfl_report_end(dwfl_, nullptr, nullptr);
  Dwarf_Addr bias = 0;
  if (module)
    dwarf_ = dwfl_module_getdwarf(module, &bias);
}

DwarfNames::~DwarfNames() {
  dwfl_end(dwfl_);
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
  Dwarf_Die unit{}, split{};
  uint8_t unit_type = 0;
  if (!dwarf_ || dwarf_get_units(dwarf_, unit_, &unit_, nullptr, &unit_type, &unit, &split) != 0) {
    dwarf_ = nullptr;
    return false;
  }
  const bool has_split = unit_type == DW_UT_skeleton && split.addr;
  add_children(has_split ? &split : &unit, "", 0);
  return true;
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
