// Stage: types. libctf's types in, Types out: one builder a kind, in a table.
#include "types/ctf_importer.h"

#include "files/elf_file.h"
#include "types/ctf_check.h"
#include "types/integer_names.h"

#include <algorithm>
#include <ctf-api.h>
#include <map>
#include <utility>

namespace dtrace {

namespace {
constexpr unsigned deepest_type = 64;

// Empty (no data): there is no such section, or it has no bytes in the file.
ctf_sect_t section_of(ElfFile &file, const char *name) {
  const ElfFile::Section *section = file.section(name);
  const auto bytes = section ? file.contents(*section) : std::span<const uint8_t>();
  return bytes.empty() ? ctf_sect_t{}
                       : ctf_sect_t{name, bytes.data(), bytes.size(), section->entry_size};
}

std::span<const uint8_t> bytes_of(const ctf_sect_t &section) {
  return {static_cast<const uint8_t *>(section.cts_data), section.cts_size};
}

// A bit-field's type. libctf shows a slice as the type it was cut from, but for a reference to it.
bool is_slice(ctf_dict_t *dict, ctf_id_t id) {
  const int kind = ctf_type_kind(dict, id);
  return (kind == CTF_K_INTEGER || kind == CTF_K_FLOAT || kind == CTF_K_ENUM) &&
         ctf_type_reference(dict, id) != CTF_ERR;
}

// How far a walk of libctf's is; one that ends for damaged data leaves it to us.
class Walk {
public:
  Walk() = default;
  Walk(const Walk &) = delete;
  ~Walk() { ctf_next_destroy(next_); }
  ctf_next_t **next() { return &next_; }

private:
  ctf_next_t *next_ = nullptr;
};

const char *tag_of(TypeKind kind) {
  switch (kind) {
  case TypeKind::Struct:
    return "struct ";
  case TypeKind::Union:
    return "union ";
  case TypeKind::Enum:
    return "enum ";
  default:
    return "";
  }
}
} // namespace

// One file, and the way from its types to Types.
struct CtfImporter::Object {
  std::string name, path;
  bool userland;
  bool opened = false;
  std::unique_ptr<ElfFile> file;
  std::vector<CtfDictionary> data; // what the next line's read
  std::vector<ctf_dict_t *> dicts; // the shared one, then those of compilation units
  std::map<std::pair<ctf_dict_t *, ctf_id_t>, const Type *> types;
  std::map<std::pair<ctf_dict_t *, ctf_id_t>, uint32_t> alignments;
  unsigned depth = 0; // of import(): damaged data may be a circle

  Object(std::string name, std::string path, bool userland)
      : name(std::move(name)), path(std::move(path)), userland(userland) {}
  Object(const Object &) = delete;
  ~Object() {
    for (ctf_dict_t *dict : dicts)
      ctf_dict_close(dict);
  }

  void open();
  const Type *find(TypeGraph &graph, TypeKind kind, std::string_view name);
  const Type *find_symbol(TypeGraph &graph, std::string_view name);

  using Builder = const Type *(Object::*)(TypeGraph &, ctf_dict_t *, ctf_id_t);
  static const Builder builders[];
  const Type *import(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_void(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_number(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_pointer(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_array(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_function(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_struct(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_enum(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_forward(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_typedef(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  const Type *import_qualifier(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id);
  void fetch_members(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id, const Type &type);
  uint32_t alignment_of(ctf_dict_t *dict, ctf_id_t id, unsigned level);
  uint32_t alignment_of_struct(ctf_dict_t *dict, ctf_id_t id, unsigned level);
  std::string_view name_of(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
    const char *text = ctf_type_name_raw(dict, id);
    return graph.intern(text ? text : "");
  }
};

// ---- Files and names -------------------------------------------------------------------------

// The section speaks of the dynamic symbols where the file has them.
void CtfImporter::Object::open() {
  if (opened)
    return;
  opened = true;
  auto found = ElfFile::open(path);
  if (!found)
    return;
  file = std::move(*found);
  const ctf_sect_t types = section_of(*file, ".ctf");
  if (!types.cts_data)
    return;
  ctf_sect_t symbols = section_of(*file, ".dynsym"), strings = section_of(*file, ".dynstr");
  if (!symbols.cts_data)
    symbols = section_of(*file, ".symtab"), strings = section_of(*file, ".strtab");
  const bool has_symbols = symbols.cts_data && strings.cts_data;
  if (!has_symbols)
    strings = {};
  data = sound_ctf_dictionaries(bytes_of(types), bytes_of(strings));
  for (const CtfDictionary &dictionary : data) {
    const ctf_sect_t part = {types.cts_name, dictionary.words.data(), dictionary.size, 0};
    int error = 0;
    ctf_dict_t *dict = ctf_bufopen(&part, has_symbols ? &symbols : nullptr,
                                   has_symbols ? &strings : nullptr, &error);
    if (!dict && dicts.empty())
      return; // the others refer to it
    if (dict && dictionary.is_child && ctf_import(dict, dicts.front()) != 0)
      ctf_dict_close(std::exchange(dict, nullptr));
    if (dict)
      dicts.push_back(dict);
  }
}

const Type *CtfImporter::Object::find(TypeGraph &graph, TypeKind kind, std::string_view name) {
  if (name.empty() || name.find_first_of(" *") != std::string_view::npos)
    return nullptr; // libctf would read it as a declaration
  open();
  const std::string text = tag_of(kind) + std::string(name);
  constexpr std::pair<TypeKind, int> kinds[] = {{TypeKind::Struct, CTF_K_STRUCT},
                                                {TypeKind::Union, CTF_K_UNION},
                                                {TypeKind::Enum, CTF_K_ENUM},
                                                {TypeKind::Typedef, CTF_K_TYPEDEF}};
  for (ctf_dict_t *dict : dicts) {
    const ctf_id_t id = ctf_lookup_by_name(dict, text.c_str());
    if (id == CTF_ERR)
      continue;
    const int its_kind = ctf_type_kind(dict, id);
    if (std::ranges::find(kinds, std::pair(kind, its_kind)) != std::end(kinds))
      return import(graph, dict, id);
  }
  return nullptr;
}

const Type *CtfImporter::Object::find_symbol(TypeGraph &graph, std::string_view name) {
  open();
  const std::string text(name);
  for (ctf_dict_t *dict : dicts) {
    ctf_id_t id = ctf_lookup_by_symbol_name(dict, text.c_str());
    if (id == CTF_ERR)
      id = ctf_lookup_variable(dict, text.c_str());
    if (id != CTF_ERR)
      return import(graph, dict, id);
  }
  return nullptr;
}

CtfImporter::CtfImporter(bool userland) : userland_(userland) {}
CtfImporter::~CtfImporter() = default;

void CtfImporter::add_object(std::string name, std::string path) {
  objects_.push_back(std::make_unique<Object>(std::move(name), std::move(path), userland_));
}

const Type *CtfImporter::find(TypeGraph &graph, std::string_view object, TypeKind kind,
                              std::string_view name) {
  for (const auto &candidate : objects_)
    if (object.empty() || candidate->name == object)
      if (const Type *type = candidate->find(graph, kind, name))
        return type;
  return nullptr;
}

const Type *CtfImporter::find_function(TypeGraph &graph, std::string_view object,
                                       std::string_view name) {
  for (const auto &candidate : objects_)
    if (object.empty() || candidate->name == object)
      if (const Type *type = candidate->find_symbol(graph, name);
          type && type->is(TypeKind::Function))
        return type;
  return nullptr;
}

const Type *CtfImporter::find_variable(TypeGraph &graph, std::string_view object,
                                       std::string_view name) {
  for (const auto &candidate : objects_)
    if (object.empty() || candidate->name == object)
      if (const Type *type = candidate->find_symbol(graph, name);
          type && !type->is(TypeKind::Function))
        return type;
  return nullptr;
}

// ---- Types -----------------------------------------------------------------------------------

const CtfImporter::Object::Builder CtfImporter::Object::builders[] = {
    &Object::import_void,      // UNKNOWN
    &Object::import_number,    // INTEGER
    &Object::import_number,    // FLOAT
    &Object::import_pointer,   // POINTER
    &Object::import_array,     // ARRAY
    &Object::import_function,  // FUNCTION
    &Object::import_struct,    // STRUCT
    &Object::import_struct,    // UNION
    &Object::import_enum,      // ENUM
    &Object::import_forward,   // FORWARD
    &Object::import_typedef,   // TYPEDEF
    &Object::import_qualifier, // VOLATILE
    &Object::import_qualifier, // CONST
    &Object::import_qualifier, // RESTRICT
};

const Type *CtfImporter::Object::import(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  if (ctf_type_isparent(dict, id) && ctf_parent_dict(dict))
    dict = ctf_parent_dict(dict);
  if (is_slice(dict, id))
    id = ctf_type_reference(dict, id);
  if (const auto it = types.find({dict, id}); it != types.end())
    return it->second;
  const int kind = ctf_type_kind(dict, id);
  if (kind < 0 || kind >= static_cast<int>(std::size(builders)) || depth >= deepest_type)
    return graph.void_type();
  depth++;
  const Type *type = (this->*builders[kind])(graph, dict, id);
  depth--;
  return types[{dict, id}] = type;
}

const Type *CtfImporter::Object::import_void(TypeGraph &graph, ctf_dict_t *, ctf_id_t) {
  return graph.void_type();
}

const Type *CtfImporter::Object::import_number(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  const std::string_view name = name_of(graph, dict, id);
  const ssize_t size = std::max<ssize_t>(ctf_type_size(dict, id), 0);
  if (name == "void")
    return graph.void_type();
  if (ctf_type_kind(dict, id) == CTF_K_FLOAT)
    return float_by_size(graph, name, size);
  ctf_encoding_t encoding{};
  ctf_type_encoding(dict, id, &encoding);
  return integer_by_name(graph, name, size, encoding.cte_format & CTF_INT_SIGNED);
}

const Type *CtfImporter::Object::import_pointer(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  return graph.pointer_to(import(graph, dict, ctf_type_reference(dict, id)), userland);
}

const Type *CtfImporter::Object::import_array(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  ctf_arinfo_t array{};
  if (ctf_array_info(dict, id, &array) != 0)
    return graph.void_type();
  return graph.array_of(import(graph, dict, array.ctr_contents), array.ctr_nelems);
}

const Type *CtfImporter::Object::import_function(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  ctf_funcinfo_t info{};
  if (ctf_func_type_info(dict, id, &info) != 0)
    return graph.void_type();
  const bool variadic = info.ctc_flags & CTF_FUNC_VARARG;
  Type *type = graph.make({.kind = TypeKind::Function,
                           .variadic = variadic,
                           .target = import(graph, dict, info.ctc_return)});
  type->fetch = [this, &graph, dict, id, count = info.ctc_argc](const Type &its_type) {
    std::vector<ctf_id_t> parameters(count);
    if (count == 0 || ctf_func_type_args(dict, id, count, parameters.data()) != 0)
      return;
    for (const ctf_id_t parameter : parameters)
      its_type.parameter_list.push_back(import(graph, dict, parameter));
    its_type.parameter_names.resize(count);
  };
  return type;
}

const Type *CtfImporter::Object::import_struct(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  const bool is_union = ctf_type_kind(dict, id) == CTF_K_UNION;
  Type *type =
      graph.make({.kind = is_union ? TypeKind::Union : TypeKind::Struct,
                  .name = name_of(graph, dict, id),
                  .size = static_cast<uint64_t>(std::max<ssize_t>(ctf_type_size(dict, id), 0)),
                  .alignment = alignment_of(dict, id, 0)});
  type->fetch = [this, &graph, dict, id](const Type &its_type) {
    fetch_members(graph, dict, id, its_type);
  };
  return type;
}

void CtfImporter::Object::fetch_members(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id,
                                        const Type &type) {
  Walk walk;
  const char *name = nullptr;
  ctf_id_t member = 0;
  for (ssize_t offset; (offset = ctf_member_next(dict, id, walk.next(), &name, &member, 0)) >= 0;) {
    ctf_encoding_t encoding{};
    const bool slice = is_slice(dict, member) && ctf_type_encoding(dict, member, &encoding) == 0;
    type.member_list.push_back({graph.intern(name ? name : ""), import(graph, dict, member),
                                static_cast<uint64_t>(offset) + (slice ? encoding.cte_offset : 0),
                                slice ? encoding.cte_bits : 0});
  }
}

const Type *CtfImporter::Object::import_enum(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  const auto size = static_cast<uint32_t>(std::max<ssize_t>(ctf_type_size(dict, id), 1));
  Type *type = graph.make(
      {.kind = TypeKind::Enum, .name = name_of(graph, dict, id), .size = size, .alignment = size});
  Walk walk;
  int value = 0;
  while (const char *name = ctf_enum_next(dict, id, walk.next(), &value)) {
    type->enumerator_list.push_back({graph.intern(name), value});
    type->is_signed |= value < 0;
  }
  return type;
}

const Type *CtfImporter::Object::import_forward(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  const int forwarded = ctf_type_kind_forwarded(dict, id);
  const TypeKind kind = forwarded == CTF_K_UNION  ? TypeKind::Union
                        : forwarded == CTF_K_ENUM ? TypeKind::Enum
                                                  : TypeKind::Struct;
  const std::string_view name = name_of(graph, dict, id);
  if (const Type *complete = name.empty() ? nullptr : find(graph, kind, name))
    return complete;
  return graph.make({.kind = TypeKind::Forward, .name = name, .forward_kind = kind});
}

const Type *CtfImporter::Object::import_typedef(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  const Type *target = import(graph, dict, ctf_type_reference(dict, id));
  return graph.make({.kind = TypeKind::Typedef,
                     .name = name_of(graph, dict, id),
                     .size = target->size,
                     .alignment = target->alignment,
                     .target = target});
}

const Type *CtfImporter::Object::import_qualifier(TypeGraph &graph, ctf_dict_t *dict, ctf_id_t id) {
  const int kind = ctf_type_kind(dict, id);
  const TypeKind qualifier = kind == CTF_K_CONST      ? TypeKind::Const
                             : kind == CTF_K_VOLATILE ? TypeKind::Volatile
                                                      : TypeKind::Restrict;
  return graph.qualified(import(graph, dict, ctf_type_reference(dict, id)), qualifier);
}

// ctf_type_align() looks at a struct's first member only.
uint32_t CtfImporter::Object::alignment_of(ctf_dict_t *dict, ctf_id_t id, unsigned level) {
  const ctf_id_t resolved = ctf_type_resolve(dict, id);
  if (resolved == CTF_ERR || level > deepest_type)
    return 1;
  const int kind = ctf_type_kind(dict, resolved);
  if (is_slice(dict, resolved))
    return alignment_of(dict, ctf_type_reference(dict, resolved), level + 1);
  if (ctf_arinfo_t array{}; kind == CTF_K_ARRAY && ctf_array_info(dict, resolved, &array) == 0)
    return alignment_of(dict, array.ctr_contents, level + 1);
  if (kind != CTF_K_STRUCT && kind != CTF_K_UNION)
    return static_cast<uint32_t>(std::clamp<ssize_t>(ctf_type_align(dict, resolved), 1, 16));
  const auto [it, is_new] = alignments.try_emplace({dict, resolved}, 1);
  return is_new ? it->second = alignment_of_struct(dict, resolved, level) : it->second;
}

uint32_t CtfImporter::Object::alignment_of_struct(ctf_dict_t *dict, ctf_id_t id, unsigned level) {
  const ssize_t size = ctf_type_size(dict, id);
  uint32_t alignment = 1;
  Walk walk;
  const char *name = nullptr;
  ctf_id_t member = 0;
  for (ssize_t offset; (offset = ctf_member_next(dict, id, walk.next(), &name, &member, 0)) >= 0;) {
    const uint32_t needed = alignment_of(dict, member, level + 1);
    if (is_slice(dict, member) || offset % (needed * 8) == 0)
      alignment = std::max(alignment, needed);
  }
  while (alignment > 1 && size % alignment != 0)
    alignment /= 2;
  return alignment;
}

} // namespace dtrace
