// Stage: types. DWARF entries in, Types out: one builder a tag, in a table.
#include "types/dwarf_importer.h"

#include "types/dwarf_names.h"
#include "types/integer_names.h"

#include <algorithm>
#include <dwarf.h>
#include <optional>
#include <utility>

namespace dtrace {

namespace {
constexpr unsigned deepest_entry = 64;

std::optional<uint64_t> number(Dwarf_Die *entry, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  if (!dwarf_attr_integrate(entry, name, &attribute) || dwarf_formudata(&attribute, &value) != 0)
    return std::nullopt;
  return value;
}

bool flag(Dwarf_Die *entry, unsigned name) {
  Dwarf_Attribute attribute;
  bool value = false;
  return dwarf_attr_integrate(entry, name, &attribute) && dwarf_formflag(&attribute, &value) == 0 &&
         value;
}

std::string_view name_of(Dwarf_Die *entry) {
  const char *name = dwarf_diename(entry);
  return name ? name : std::string_view();
}

std::optional<Dwarf_Die> reference(Dwarf_Die *entry, unsigned name = DW_AT_type) {
  Dwarf_Attribute attribute;
  Dwarf_Die target;
  if (!dwarf_attr_integrate(entry, name, &attribute) || !dwarf_formref_die(&attribute, &target))
    return std::nullopt;
  return target;
}

bool is_result(Dwarf_Die *parameter) {
  return dwarf_tag(parameter) == DW_TAG_formal_parameter && flag(parameter, DW_AT_variable_parameter);
}

template <class Visit> void for_each_child(Dwarf_Die *parent, Visit visit) {
  Dwarf_Die child;
  if (dwarf_child(parent, &child) != 0)
    return;
  do
    visit(&child);
  while (dwarf_siblingof(&child, &child) == 0);
}

// Before DWARF 3 an offset is an expression that adds it.
uint64_t byte_offset(Dwarf_Die *member) {
  if (const auto offset = number(member, DW_AT_data_member_location))
    return *offset;
  Dwarf_Attribute attribute;
  Dwarf_Op *operations = nullptr;
  size_t count = 0;
  if (dwarf_attr(member, DW_AT_data_member_location, &attribute) &&
      dwarf_getlocation(&attribute, &operations, &count) == 0 && count == 1 &&
      operations[0].atom == DW_OP_plus_uconst)
    return operations[0].number;
  return 0;
}

// Up to DWARF 3 bit-fields count from the most significant bit of their storage.
uint64_t bit_offset(Dwarf_Die *member, uint64_t bits, uint64_t type_size) {
  if (const auto offset = number(member, DW_AT_data_bit_offset))
    return *offset;
  uint64_t offset = byte_offset(member) * 8;
  if (const auto from_top = number(member, DW_AT_bit_offset))
    offset += number(member, DW_AT_byte_size).value_or(type_size) * 8 - *from_top - bits;
  return offset;
}

uint64_t elements(Dwarf_Die *range) {
  if (const auto count = number(range, DW_AT_count))
    return *count;
  const auto last = number(range, DW_AT_upper_bound);
  return last ? *last + 1 : 0;
}

// A member that lies in the struct: no static one.
bool is_member(Dwarf_Die *child) {
  const int tag = dwarf_tag(child);
  return tag == DW_TAG_inheritance || (tag == DW_TAG_member && !flag(child, DW_AT_external));
}

uint32_t address_size(Dwarf_Die *entry) {
  Dwarf_Die unit;
  uint8_t size = 8;
  return dwarf_diecu(entry, &unit, &size, nullptr) && size == 4 ? 4 : 8;
}

const std::string_view no_name;

// ---- By value or by reference ----------------------------------------------------------------

// The parameter is a reference to the class, const or not.
bool refers_to(Dwarf_Die *parameter, Dwarf_Die *its_class) {
  auto type = reference(parameter);
  if (!type || (dwarf_tag(&*type) != DW_TAG_reference_type &&
                dwarf_tag(&*type) != DW_TAG_rvalue_reference_type))
    return false;
  for (type = reference(&*type); type; type = reference(&*type))
    if (dwarf_tag(&*type) != DW_TAG_const_type && dwarf_tag(&*type) != DW_TAG_volatile_type)
      break;
  return type && type->addr == its_class->addr;
}

bool copies_or_destroys(Dwarf_Die *function, Dwarf_Die *its_class) {
  const std::string_view name = name_of(function), class_name = name_of(its_class);
  if (name.starts_with('~'))
    return true;
  if (name.empty() || name != class_name.substr(0, class_name.find('<')))
    return false;
  unsigned parameters = 0; // without `this`
  bool copies = false;
  for_each_child(function, [&](Dwarf_Die *child) {
    if (dwarf_tag(child) != DW_TAG_formal_parameter || flag(child, DW_AT_artificial))
      return;
    copies = refers_to(child, its_class);
    parameters++;
  });
  return copies && parameters == 1;
}

// Whether arguments of this type are passed by the address of a copy, for what the class itself says:
// a C++ class that has to be copied, moved or destroyed by a function of its own (Itanium C++ ABI
// 3.1.2.3), or a larger one of Rust.
bool is_passed_by_reference(Dwarf_Die *entry) {
  constexpr uint64_t rust_passes_in_registers = 16;
  if (const auto convention = number(entry, DW_AT_calling_convention))
    return *convention == DW_CC_pass_by_reference;
  Dwarf_Die unit;
  if (dwarf_diecu(entry, &unit, nullptr, nullptr) && dwarf_srclang(&unit) == DW_LANG_Rust)
    return number(entry, DW_AT_byte_size).value_or(0) > rust_passes_in_registers;
  bool found = false;
  for_each_child(entry, [&](Dwarf_Die *child) {
    if (dwarf_tag(child) != DW_TAG_subprogram || flag(child, DW_AT_deleted))
      return;
    const bool own = number(child, DW_AT_defaulted) != DW_DEFAULTED_in_class;
    found |= dwarf_hasattr(child, DW_AT_virtuality) || (own && copies_or_destroys(child, entry));
  });
  return found;
}
} // namespace

// One file, and the way from its entries to Types.
struct DwarfImporter::Object {
  std::string name, path;
  bool userland;
  std::unique_ptr<DwarfNames> names;
  std::unordered_map<const void *, const Type *> types; // by where the entry lies
  std::unordered_map<const void *, uint32_t> alignments;
  unsigned depth = 0; // of import(): damaged data may be a circle

  Object(std::string name, std::string path, bool userland)
      : name(std::move(name)), path(std::move(path)), userland(userland) {}

  const Type *find(TypeGraph &graph, DwarfSpace space, std::string_view what) {
    if (!names)
      names = std::make_unique<DwarfNames>(path);
    Dwarf_Die *entry = names->find(space, what);
    if (!entry)
      return nullptr;
    return space == DwarfSpace::Variable ? import_target(graph, entry) : import(graph, *entry);
  }

  using Builder = const Type *(Object::*)(TypeGraph &, Dwarf_Die *);
  struct BuilderRow {
    int tag;
    Builder build;
  };
  static const BuilderRow builders[];
  const Type *import(TypeGraph &graph, Dwarf_Die entry);
  const Type *import_target(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_number(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_pointer(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_member_pointer(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_array(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_function(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_struct(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_declared(TypeGraph &graph, Dwarf_Die *entry, TypeKind kind);
  const Type *import_enum(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_typedef(TypeGraph &graph, Dwarf_Die *entry);
  const Type *import_qualifier(TypeGraph &graph, Dwarf_Die *entry);
  void fetch_members(TypeGraph &graph, Dwarf_Die *entry, const Type &type);
  uint32_t alignment_of(Dwarf_Die entry, unsigned level);
  uint32_t alignment_of_struct(Dwarf_Die *entry, unsigned level);
};

// ---- Names -----------------------------------------------------------------------------------

DwarfImporter::DwarfImporter(bool userland) : userland_(userland) {}
DwarfImporter::~DwarfImporter() = default;

void DwarfImporter::add_object(std::string name, std::string path) {
  objects_.push_back(std::make_unique<Object>(std::move(name), std::move(path), userland_));
}

namespace {
DwarfSpace space_of(TypeKind kind) {
  switch (kind) {
  case TypeKind::Struct:
    return DwarfSpace::Struct;
  case TypeKind::Union:
    return DwarfSpace::Union;
  case TypeKind::Enum:
    return DwarfSpace::Enum;
  case TypeKind::Typedef:
    return DwarfSpace::Typedef;
  default:
    return DwarfSpace::None;
  }
}

template <class Objects>
const Type *find_in_objects(TypeGraph &graph, const Objects &objects, std::string_view object,
                            DwarfSpace space, std::string_view name) {
  if (space == DwarfSpace::None || name.empty())
    return nullptr;
  for (const auto &candidate : objects)
    if (object.empty() || candidate->name == object)
      if (const Type *type = candidate->find(graph, space, name))
        return type;
  return nullptr;
}
} // namespace

const Type *DwarfImporter::find(TypeGraph &graph, std::string_view object, TypeKind kind,
                                std::string_view name) {
  return find_in_objects(graph, objects_, object, space_of(kind), name);
}

const Type *DwarfImporter::find_function(TypeGraph &graph, std::string_view object,
                                         std::string_view name) {
  return find_in_objects(graph, objects_, object, DwarfSpace::Function, name);
}

const Type *DwarfImporter::find_variable(TypeGraph &graph, std::string_view object,
                                         std::string_view name) {
  return find_in_objects(graph, objects_, object, DwarfSpace::Variable, name);
}

// ---- Types -----------------------------------------------------------------------------------

const DwarfImporter::Object::BuilderRow DwarfImporter::Object::builders[] = {
    {DW_TAG_base_type, &Object::import_number},
    {DW_TAG_pointer_type, &Object::import_pointer},
    {DW_TAG_reference_type, &Object::import_pointer},
    {DW_TAG_rvalue_reference_type, &Object::import_pointer},
    {DW_TAG_ptr_to_member_type, &Object::import_member_pointer},
    {DW_TAG_array_type, &Object::import_array},
    {DW_TAG_subroutine_type, &Object::import_function},
    {DW_TAG_subprogram, &Object::import_function},
    {DW_TAG_structure_type, &Object::import_struct},
    {DW_TAG_class_type, &Object::import_struct},
    {DW_TAG_union_type, &Object::import_struct},
    {DW_TAG_enumeration_type, &Object::import_enum},
    {DW_TAG_typedef, &Object::import_typedef},
    {DW_TAG_const_type, &Object::import_qualifier},
    {DW_TAG_volatile_type, &Object::import_qualifier},
    {DW_TAG_restrict_type, &Object::import_qualifier},
    {DW_TAG_atomic_type, &Object::import_target},
    {DW_TAG_subrange_type, &Object::import_target},
};

const Type *DwarfImporter::Object::import(TypeGraph &graph, Dwarf_Die entry) {
  if (const auto it = types.find(entry.addr); it != types.end())
    return it->second;
  const auto row = std::ranges::find(builders, dwarf_tag(&entry), &BuilderRow::tag);
  if (row == std::end(builders) || depth >= deepest_entry)
    return graph.void_type();
  depth++;
  const Type *type = (this->*row->build)(graph, &entry);
  depth--;
  return types[entry.addr] = type;
}

const Type *DwarfImporter::Object::import_target(TypeGraph &graph, Dwarf_Die *entry) {
  const auto target = reference(entry);
  return target ? import(graph, *target) : graph.void_type();
}

const Type *DwarfImporter::Object::import_number(TypeGraph &graph, Dwarf_Die *entry) {
  const uint64_t size = number(entry, DW_AT_byte_size).value_or(0);
  const uint64_t encoding = number(entry, DW_AT_encoding).value_or(0);
  if (encoding == DW_ATE_float)
    return float_by_size(graph, name_of(entry), size);
  return integer_by_name(graph, name_of(entry), size,
                         encoding == DW_ATE_signed || encoding == DW_ATE_signed_char);
}

const Type *DwarfImporter::Object::import_pointer(TypeGraph &graph, Dwarf_Die *entry) {
  const Type *target = import_target(graph, entry);
  if (const uint32_t size = address_size(entry); size != 8)
    return graph.make({.kind = TypeKind::Pointer,
                       .size = size,
                       .alignment = size,
                       .userland = userland,
                       .target = target});
  return graph.pointer_to(target, userland);
}

const Type *DwarfImporter::Object::import_member_pointer(TypeGraph &graph, Dwarf_Die *) {
  return graph.integer(8, true);
}

const Type *DwarfImporter::Object::import_array(TypeGraph &graph, Dwarf_Die *entry) {
  std::vector<uint64_t> counts;
  for_each_child(entry, [&](Dwarf_Die *child) {
    if (dwarf_tag(child) == DW_TAG_subrange_type)
      counts.push_back(elements(child));
  });
  const Type *type = import_target(graph, entry);
  for (; !counts.empty(); counts.pop_back())
    type = graph.array_of(type, counts.back());
  return type;
}

// Go's functions may have several results, which stand among the parameters; the first is taken.
const Type *DwarfImporter::Object::import_function(TypeGraph &graph, Dwarf_Die *entry) {
  bool variadic = false;
  Dwarf_Die result = *entry;
  bool among_parameters = false;
  for_each_child(entry, [&](Dwarf_Die *child) {
    variadic |= dwarf_tag(child) == DW_TAG_unspecified_parameters;
    if (is_result(child) && !std::exchange(among_parameters, true))
      result = *child;
  });
  Type *type = graph.make(
      {.kind = TypeKind::Function, .variadic = variadic, .target = import_target(graph, &result)});
  type->fetch = [this, &graph, die = *entry](const Type &its_type) mutable {
    for_each_child(&die, [&](Dwarf_Die *child) {
      if (dwarf_tag(child) != DW_TAG_formal_parameter || is_result(child))
        return;
      its_type.parameter_list.push_back(import_target(graph, child));
      its_type.parameter_names.push_back(name_of(child));
    });
  };
  return type;
}

const Type *DwarfImporter::Object::import_struct(TypeGraph &graph, Dwarf_Die *entry) {
  const bool is_union = dwarf_tag(entry) == DW_TAG_union_type;
  const TypeKind kind = is_union ? TypeKind::Union : TypeKind::Struct;
  if (flag(entry, DW_AT_declaration))
    return import_declared(graph, entry, kind);
  Type *type = graph.make({.kind = kind,
                           .name = name_of(entry),
                           .size = number(entry, DW_AT_byte_size).value_or(0),
                           .alignment = alignment_of(*entry, 0)});
  type->fetch = [this, &graph, die = *entry](const Type &its_type) mutable {
    fetch_members(graph, &die, its_type);
  };
  return type;
}

const Type *DwarfImporter::Object::import_declared(TypeGraph &graph, Dwarf_Die *entry,
                                                   TypeKind kind) {
  if (const auto unit = reference(entry, DW_AT_signature); unit && unit->addr != entry->addr)
    return import(graph, *unit);
  const std::string_view its_name = name_of(entry);
  if (const Type *complete = its_name.empty() ? nullptr : find(graph, space_of(kind), its_name))
    return complete;
  return graph.make({.kind = TypeKind::Forward, .name = its_name, .forward_kind = kind});
}

void DwarfImporter::Object::fetch_members(TypeGraph &graph, Dwarf_Die *entry, const Type &type) {
  type.by_reference = is_passed_by_reference(entry);
  for_each_child(entry, [&](Dwarf_Die *child) {
    if (!is_member(child))
      return;
    const Type *its_type = import_target(graph, child);
    const uint64_t bits = number(child, DW_AT_bit_size).value_or(0);
    const uint64_t offset = bits ? bit_offset(child, bits, its_type->size) : byte_offset(child) * 8;
    // The members of a base class are found as those of an anonymous struct.
    const bool base = dwarf_tag(child) == DW_TAG_inheritance;
    type.member_list.push_back(
        {base ? no_name : name_of(child), its_type, offset, static_cast<uint32_t>(bits)});
  });
}

const Type *DwarfImporter::Object::import_enum(TypeGraph &graph, Dwarf_Die *entry) {
  if (flag(entry, DW_AT_declaration))
    return import_declared(graph, entry, TypeKind::Enum);
  const auto size = static_cast<uint32_t>(number(entry, DW_AT_byte_size).value_or(4));
  Type *type = graph.make({.kind = TypeKind::Enum,
                           .name = name_of(entry),
                           .size = size,
                           .alignment = std::clamp(size, 1u, 8u)});
  for_each_child(entry, [&](Dwarf_Die *child) {
    Dwarf_Attribute attribute;
    if (!dwarf_attr(child, DW_AT_const_value, &attribute))
      return;
    // Other forms do not say whether their top bit is a sign; a compiler that needs one uses these.
    const unsigned form = dwarf_whatform(&attribute);
    Dwarf_Sword value = 0;
    Dwarf_Word positive = 0;
    if (form == DW_FORM_sdata || form == DW_FORM_implicit_const)
      dwarf_formsdata(&attribute, &value);
    else if (dwarf_formudata(&attribute, &positive) == 0)
      value = static_cast<Dwarf_Sword>(positive);
    type->enumerator_list.push_back({name_of(child), value});
    type->is_signed |= value < 0 && form != DW_FORM_udata;
  });
  return type;
}

const Type *DwarfImporter::Object::import_typedef(TypeGraph &graph, Dwarf_Die *entry) {
  const Type *target = import_target(graph, entry);
  return graph.make({.kind = TypeKind::Typedef,
                     .name = name_of(entry),
                     .size = target->size,
                     .alignment = target->alignment,
                     .target = target});
}

const Type *DwarfImporter::Object::import_qualifier(TypeGraph &graph, Dwarf_Die *entry) {
  const int tag = dwarf_tag(entry);
  const TypeKind qualifier = tag == DW_TAG_const_type      ? TypeKind::Const
                             : tag == DW_TAG_volatile_type ? TypeKind::Volatile
                                                           : TypeKind::Restrict;
  return graph.qualified(import_target(graph, entry), qualifier);
}

// ---- Alignment -------------------------------------------------------------------------------

// DWARF tells an alignment only where the program asked for one.
uint32_t DwarfImporter::Object::alignment_of(Dwarf_Die entry, unsigned level) {
  if (level > deepest_entry)
    return 1;
  switch (dwarf_tag(&entry)) {
  case DW_TAG_pointer_type:
  case DW_TAG_reference_type:
  case DW_TAG_rvalue_reference_type:
  case DW_TAG_ptr_to_member_type:
    return address_size(&entry);
  case DW_TAG_base_type:
  case DW_TAG_enumeration_type:
    return std::clamp<uint32_t>(number(&entry, DW_AT_byte_size).value_or(1), 1, 16);
  case DW_TAG_structure_type:
  case DW_TAG_class_type:
  case DW_TAG_union_type:
    break;
  default:
    const auto target = reference(&entry);
    return target ? alignment_of(*target, level + 1) : 1;
  }
  const auto [it, is_new] = alignments.try_emplace(entry.addr, 1);
  if (!is_new)
    return it->second;
  return alignments[entry.addr] = alignment_of_struct(&entry, level);
}

uint32_t DwarfImporter::Object::alignment_of_struct(Dwarf_Die *entry, unsigned level) {
  uint32_t alignment = 1;
  for_each_child(entry, [&](Dwarf_Die *child) {
    const auto target = is_member(child) ? reference(child) : std::nullopt;
    if (!target)
      return;
    const uint32_t needed = alignment_of(*target, level + 1);
    if (dwarf_hasattr(child, DW_AT_bit_size) || byte_offset(child) % needed == 0)
      alignment = std::max(alignment, needed);
  });
  const uint64_t size = number(entry, DW_AT_byte_size).value_or(0);
  alignment =
      std::max(alignment, static_cast<uint32_t>(number(entry, DW_AT_alignment).value_or(1)));
  while (alignment > 1 && size % alignment != 0)
    alignment /= 2;
  return alignment;
}

} // namespace dtrace
