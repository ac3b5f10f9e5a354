// Stage: types. BTF records in, Types out: one builder a kind, in a table.
#include "types/btf_importer.h"

#include "types/integer_names.h"

#include <algorithm>
#include <dirent.h>

namespace dtrace {

namespace {
constexpr unsigned deepest = 64;
constexpr uint32_t bit(unsigned kind) {
  return 1u << kind;
}
constexpr uint32_t enums = bit(BTF_KIND_ENUM) | bit(BTF_KIND_ENUM64);

uint32_t kinds_of(TypeKind kind) {
  switch (kind) {
  case TypeKind::Struct:
    return bit(BTF_KIND_STRUCT);
  case TypeKind::Union:
    return bit(BTF_KIND_UNION);
  case TypeKind::Enum:
    return enums;
  case TypeKind::Typedef:
    return bit(BTF_KIND_TYPEDEF);
  default:
    return 0;
  }
}

bool is_vmlinux(std::string_view object) {
  return object.empty() || object == "vmlinux";
}

struct BitField {
  uint32_t offset, size; // bits
};

// Before Linux 4.20, and without the kind flag still, a bit-field is a member of an INT that is
// narrower than its bytes.
BitField narrow_integer(const BtfFile &file, uint32_t id) {
  const btf_type *record = file.type(id);
  for (unsigned i = 0; record && i < deepest; i++) {
    switch (BtfFile::kind(record)) {
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_CONST:
    case BTF_KIND_VOLATILE:
      record = file.type(record->type);
      continue;
    case BTF_KIND_INT: {
      const uint32_t data = *reinterpret_cast<const uint32_t *>(record + 1);
      const uint32_t bits = BTF_INT_BITS(data);
      return bits != record->size * 8 ? BitField{BTF_INT_OFFSET(data), bits} : BitField{0, 0};
    }
    }
    break;
  }
  return {0, 0};
}
} // namespace

// ---- Objects and names -----------------------------------------------------------------------

BtfImporter::Object *BtfImporter::open(std::string_view name) {
  const std::string key(is_vmlinux(name) ? "vmlinux" : name);
  if (const auto it = objects_.find(key); it != objects_.end())
    return it->second.file ? &it->second : nullptr;
  const BtfFile *base = nullptr;
  if (key != "vmlinux") {
    const Object *vmlinux = open("vmlinux");
    if (!vmlinux || !given_file().empty() || key.find('/') != std::string::npos)
      return nullptr;
    base = vmlinux->file.get();
  }
  Object &object = objects_[key];
  auto file = open_file_of(key, base);
  if (!file) {
    object.problem = file.error().message;
    return nullptr;
  }
  object.file = std::move(*file);
  return &object;
}

Result<std::shared_ptr<const BtfFile>> BtfImporter::open_file_of(const std::string &object,
                                                                 const BtfFile *base) const {
  if (const std::string given = given_file(); !given.empty())
    return BtfFile::open_given(given);
  const std::string path = folder_ + "/" + object;
  if (base)
    return BtfFile::open(path, base);
  auto file = BtfFile::open_kernel(path);
  if (!file && vmlinux_file_)
    file.error().message += "; -x btf=FILE names a file that has it";
  return file;
}

std::string BtfImporter::problem() {
  open("vmlinux");
  return objects_.at("vmlinux").problem;
}

std::vector<std::string> BtfImporter::objects() const {
  std::vector<std::string> names;
  if (!given_file().empty())
    return {"vmlinux"};
  DIR *folder = opendir(folder_.c_str());
  if (!folder)
    return names;
  while (const dirent *entry = readdir(folder))
    if (entry->d_name[0] != '.')
      names.emplace_back(entry->d_name);
  closedir(folder);
  std::ranges::sort(names, {}, [](const std::string &name) {
    return std::pair<bool, std::string_view>(name != "vmlinux", name);
  });
  return names;
}

BtfImporter::Object *BtfImporter::search(std::string_view name, uint32_t kinds,
                                         std::string_view what, uint32_t *id) {
  Object *object = open(name);
  if (object && (*id = object->file->find(what, kinds)))
    return object;
  const bool tags = (kinds & (bit(BTF_KIND_STRUCT) | bit(BTF_KIND_UNION) | enums)) != 0;
  if (!object || !name.empty() || !tags)
    return nullptr;
  for (const std::string &module : objects())
    if (Object *its_object = open(module);
        its_object && (*id = its_object->file->find(what, kinds)))
      return its_object;
  return nullptr;
}

const Type *BtfImporter::find(TypeGraph &graph, std::string_view object, TypeKind kind,
                              std::string_view name) {
  uint32_t id = 0;
  if (Object *found = search(object, kinds_of(kind), name, &id))
    return import(graph, *found, id);
  return nullptr;
}

const Type *BtfImporter::find_function(TypeGraph &graph, std::string_view object,
                                       std::string_view name) {
  uint32_t id = 0;
  Object *found = search(object, bit(BTF_KIND_FUNC), name, &id);
  const Type *type = found ? import(graph, *found, id) : nullptr;
  return type && type->kind == TypeKind::Function ? type : nullptr;
}

const Type *BtfImporter::find_variable(TypeGraph &graph, std::string_view object,
                                       std::string_view name) {
  uint32_t id = 0;
  Object *found = search(object, bit(BTF_KIND_VAR), name, &id);
  return found ? import(graph, *found, id) : nullptr;
}

const Type *BtfImporter::find_raw_tracepoint(TypeGraph &graph, std::string_view object,
                                             std::string_view name) {
  const Type *type = find(graph, object, TypeKind::Typedef, "btf_trace_" + std::string(name));
  if (!type || !type->is_pointer())
    return nullptr;
  type = type->strip()->target->strip();
  return type->kind == TypeKind::Function ? type : nullptr;
}

uint32_t BtfImporter::function_id(std::string_view object, std::string_view name) {
  uint32_t id = 0;
  return search(object, bit(BTF_KIND_FUNC), name, &id) ? id : 0;
}

uint32_t BtfImporter::count_parameters(std::string_view name, uint32_t id) {
  const Object *object = open(name);
  const btf_type *record = object ? object->file->type(id) : nullptr;
  for (unsigned i = 0; record && i < deepest; i++) {
    const unsigned kind = BtfFile::kind(record);
    if (kind == BTF_KIND_FUNC_PROTO)
      return BTF_INFO_VLEN(record->info);
    if (kind != BTF_KIND_FUNC && kind != BTF_KIND_TYPEDEF && kind != BTF_KIND_PTR)
      return 0;
    record = object->file->type(record->type);
  }
  return 0;
}

void BtfImporter::for_each(std::string_view name, BtfNames what,
                           const std::function<void(std::string_view, uint32_t)> &visit) {
  constexpr unsigned kinds[] = {BTF_KIND_FUNC, BTF_KIND_VAR, BTF_KIND_TYPEDEF};
  const Object *object = open(name);
  if (!object)
    return;
  const BtfFile &file = *object->file;
  for (uint32_t id = file.first_id(); id < file.end_id(); id++) {
    const btf_type *record = file.type(id);
    if (BtfFile::kind(record) == kinds[static_cast<int>(what)])
      visit(file.name_of(record), id);
  }
}

const TypeEnumerator *BtfImporter::find_enumerator(TypeGraph &graph, std::string_view name,
                                                   std::string_view enumerator,
                                                   const Type **its_type) {
  Object *object = open(name);
  const uint32_t offset = object ? object->file->find_string(enumerator) : 0;
  if (!offset)
    return nullptr;
  const auto has_name = [&](const auto &value) { return value.name_off == offset; };
  const BtfFile &file = *object->file;
  for (uint32_t id = file.first_id(); id < file.end_id(); id++) {
    const btf_type *record = file.type(id);
    const unsigned kind = BtfFile::kind(record);
    const bool found =
        (kind == BTF_KIND_ENUM && std::ranges::any_of(BtfFile::tail<btf_enum>(record), has_name)) ||
        (kind == BTF_KIND_ENUM64 &&
         std::ranges::any_of(BtfFile::tail<btf_enum64>(record), has_name));
    if (!found)
      continue;
    const Type *type = import(graph, *object, id);
    if (its_type)
      *its_type = type;
    const auto &list = type->enumerators();
    const auto it = std::ranges::find(list, enumerator, &TypeEnumerator::name);
    return it == list.end() ? nullptr : &*it;
  }
  return nullptr;
}

// ---- Records to types ------------------------------------------------------------------------

const BtfImporter::Builder BtfImporter::builders_[] = {
    &BtfImporter::import_void,      // no such kind
    &BtfImporter::import_integer,   // INT
    &BtfImporter::import_pointer,   // PTR
    &BtfImporter::import_array,     // ARRAY
    &BtfImporter::import_struct,    // STRUCT
    &BtfImporter::import_struct,    // UNION
    &BtfImporter::import_enum,      // ENUM
    &BtfImporter::import_forward,   // FWD
    &BtfImporter::import_typedef,   // TYPEDEF
    &BtfImporter::import_qualifier, // VOLATILE
    &BtfImporter::import_qualifier, // CONST
    &BtfImporter::import_qualifier, // RESTRICT
    &BtfImporter::import_target,    // FUNC
    &BtfImporter::import_function,  // FUNC_PROTO
    &BtfImporter::import_target,    // VAR
    &BtfImporter::import_void,      // DATASEC
    &BtfImporter::import_float,     // FLOAT
    &BtfImporter::import_void,      // DECL_TAG
    &BtfImporter::import_target,    // TYPE_TAG
    &BtfImporter::import_enum,      // ENUM64
};

const Type *BtfImporter::import(TypeGraph &graph, Object &asked, uint32_t id) {
  Object &object = id < asked.file->first_id() ? *open("vmlinux") : asked;
  if (const auto it = object.types.find(id); it != object.types.end())
    return it->second;
  const btf_type *record = object.file->type(id);
  if (!record || depth_ >= deepest)
    return graph.void_type();
  depth_++;
  const Type *type = (this->*builders_[BtfFile::kind(record)])(graph, object, id, record);
  depth_--;
  return object.types[id] = type;
}

const Type *BtfImporter::import_void(TypeGraph &graph, Object &, uint32_t, const btf_type *) {
  return graph.void_type();
}

const Type *BtfImporter::import_integer(TypeGraph &graph, Object &object, uint32_t,
                                        const btf_type *record) {
  const uint32_t encoding = BTF_INT_ENCODING(*reinterpret_cast<const uint32_t *>(record + 1));
  return integer_by_name(graph, object.file->name_of(record), record->size,
                         encoding & BTF_INT_SIGNED);
}

const Type *BtfImporter::import_float(TypeGraph &graph, Object &object, uint32_t,
                                      const btf_type *record) {
  return float_by_size(graph, object.file->name_of(record), record->size);
}

const Type *BtfImporter::import_pointer(TypeGraph &graph, Object &object, uint32_t,
                                        const btf_type *record) {
  bool userland = false;
  uint32_t id = record->type;
  const btf_type *target = object.file->type(id);
  for (unsigned i = 0; target && BtfFile::kind(target) == BTF_KIND_TYPE_TAG && i < deepest; i++) {
    userland |= object.file->name_of(target) == "user";
    id = target->type;
    target = object.file->type(id);
  }
  return graph.pointer_to(import(graph, object, id), userland);
}

const Type *BtfImporter::import_array(TypeGraph &graph, Object &object, uint32_t,
                                      const btf_type *record) {
  const auto *array = reinterpret_cast<const btf_array *>(record + 1);
  return graph.array_of(import(graph, object, array->type), array->nelems);
}

const Type *BtfImporter::import_struct(TypeGraph &graph, Object &object, uint32_t id,
                                       const btf_type *record) {
  const bool is_union = BtfFile::kind(record) == BTF_KIND_UNION;
  Type *type = graph.make({.kind = is_union ? TypeKind::Union : TypeKind::Struct,
                           .name = object.file->name_of(record),
                           .size = record->size,
                           .alignment = alignment_of(object, id, 0)});
  type->fetch = [this, &graph, &object, record](const Type &its_type) {
    fetch_members(graph, object, record, its_type);
  };
  return type;
}

void BtfImporter::fetch_members(TypeGraph &graph, Object &object, const btf_type *record,
                                const Type &type) {
  for (const btf_member &member : BtfFile::tail<btf_member>(record)) {
    BitField field = {0, 0};
    uint64_t offset = member.offset;
    if (BtfFile::kind_flag(record)) {
      offset = BTF_MEMBER_BIT_OFFSET(member.offset);
      field.size = BTF_MEMBER_BITFIELD_SIZE(member.offset);
    } else {
      field = narrow_integer(*object.file, member.type);
    }
    type.member_list.push_back({object.file->name(member.name_off),
                                import(graph, object, member.type), offset + field.offset,
                                field.size});
  }
}

const Type *BtfImporter::import_enum(TypeGraph &graph, Object &object, uint32_t,
                                     const btf_type *record) {
  Type *type = graph.make({.kind = TypeKind::Enum,
                           .name = object.file->name_of(record),
                           .size = record->size,
                           .alignment = std::max(record->size, 1u),
                           .is_signed = BtfFile::kind_flag(record)});
  if (BtfFile::kind(record) == BTF_KIND_ENUM64) {
    for (const btf_enum64 &value : BtfFile::tail<btf_enum64>(record))
      type->enumerator_list.push_back(
          {object.file->name(value.name_off),
           static_cast<int64_t>(uint64_t{value.val_hi32} << 32 | value.val_lo32)});
    return type;
  }
  const auto values = BtfFile::tail<btf_enum>(record);
  if (!object.file->tells_signed_enums())
    type->is_signed = std::ranges::any_of(values, [](const btf_enum &v) { return v.val < 0; });
  for (const btf_enum &value : values)
    type->enumerator_list.push_back(
        {object.file->name(value.name_off),
         type->is_signed ? int64_t{value.val} : int64_t{static_cast<uint32_t>(value.val)}});
  return type;
}

const Type *BtfImporter::import_forward(TypeGraph &graph, Object &object, uint32_t,
                                        const btf_type *record) {
  const bool is_union = BtfFile::kind_flag(record);
  const std::string_view name = object.file->name_of(record);
  const uint32_t kinds = bit(is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT);
  Object &vmlinux = *open("vmlinux");
  if (const uint32_t id = object.file->find(name, kinds))
    return import(graph, object, id);
  if (const uint32_t id = vmlinux.file->find(name, kinds))
    return import(graph, vmlinux, id);
  return graph.make({.kind = TypeKind::Forward,
                     .name = name,
                     .forward_kind = is_union ? TypeKind::Union : TypeKind::Struct});
}

const Type *BtfImporter::import_typedef(TypeGraph &graph, Object &object, uint32_t,
                                        const btf_type *record) {
  const Type *target = import(graph, object, record->type);
  return graph.make({.kind = TypeKind::Typedef,
                     .name = object.file->name_of(record),
                     .size = target->size,
                     .alignment = target->alignment,
                     .target = target});
}

const Type *BtfImporter::import_qualifier(TypeGraph &graph, Object &object, uint32_t,
                                          const btf_type *record) {
  const unsigned kind = BtfFile::kind(record);
  const TypeKind qualifier = kind == BTF_KIND_CONST      ? TypeKind::Const
                             : kind == BTF_KIND_VOLATILE ? TypeKind::Volatile
                                                         : TypeKind::Restrict;
  return graph.qualified(import(graph, object, record->type), qualifier);
}

const Type *BtfImporter::import_target(TypeGraph &graph, Object &object, uint32_t,
                                       const btf_type *record) {
  return import(graph, object, record->type);
}

const Type *BtfImporter::import_function(TypeGraph &graph, Object &object, uint32_t,
                                         const btf_type *record) {
  const auto parameters = BtfFile::tail<btf_param>(record);
  Type *type = graph.make({.kind = TypeKind::Function,
                           .variadic = !parameters.empty() && parameters.back().type == 0,
                           .target = import(graph, object, record->type)});
  type->fetch = [this, &graph, &object, record](const Type &its_type) {
    fetch_parameters(graph, object, record, its_type);
  };
  return type;
}

void BtfImporter::fetch_parameters(TypeGraph &graph, Object &object, const btf_type *record,
                                   const Type &type) {
  auto parameters = BtfFile::tail<btf_param>(record);
  if (type.variadic)
    parameters = parameters.first(parameters.size() - 1);
  for (const btf_param &parameter : parameters) {
    type.parameter_list.push_back(import(graph, object, parameter.type));
    type.parameter_names.push_back(object.file->name(parameter.name_off));
  }
}

// ---- Alignment -------------------------------------------------------------------------------

// BTF tells sizes and offsets only. What a struct's members need is its alignment, unless its size
// or an offset shows that it was packed.
uint32_t BtfImporter::alignment_of_struct(Object &object, const btf_type *record, unsigned depth) {
  uint32_t alignment = 1;
  for (const btf_member &member : BtfFile::tail<btf_member>(record)) {
    const uint32_t needed = alignment_of(object, member.type, depth + 1);
    const bool flagged = BtfFile::kind_flag(record);
    const bool is_bit_field = flagged && BTF_MEMBER_BITFIELD_SIZE(member.offset);
    const uint32_t offset = flagged ? BTF_MEMBER_BIT_OFFSET(member.offset) : member.offset;
    if (is_bit_field || offset % (needed * 8) == 0)
      alignment = std::max(alignment, needed);
  }
  while (alignment > 1 && record->size % alignment != 0)
    alignment /= 2;
  return alignment;
}

uint32_t BtfImporter::alignment_of(Object &asked, uint32_t id, unsigned depth) {
  Object &object = id < asked.file->first_id() ? *open("vmlinux") : asked;
  const btf_type *record = object.file->type(id);
  if (!record || depth > deepest)
    return 1;
  switch (BtfFile::kind(record)) {
  case BTF_KIND_PTR:
    return 8;
  case BTF_KIND_INT:
  case BTF_KIND_FLOAT:
  case BTF_KIND_ENUM:
  case BTF_KIND_ENUM64:
    return std::clamp(record->size, 1u, 16u);
  case BTF_KIND_ARRAY:
    return alignment_of(object, reinterpret_cast<const btf_array *>(record + 1)->type, depth + 1);
  case BTF_KIND_STRUCT:
  case BTF_KIND_UNION:
    break;
  default:
    return alignment_of(object, record->type, depth + 1);
  }
  if (const auto it = object.alignments.find(id); it != object.alignments.end())
    return it->second;
  object.alignments[id] = 1; // of a struct that holds itself
  const uint32_t alignment = alignment_of_struct(object, record, depth);
  return object.alignments[id] = alignment;
}

} // namespace dtrace
