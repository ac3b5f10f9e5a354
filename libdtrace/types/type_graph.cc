// Stage: types. The graph itself: D's basic types and typedefs, derived types (each made once), a
// program's own declarations, and the way from a name to a type. A name is looked for among the
// program's own types, then D's, and only then in the importers, which are where files are read.
#include "types/type.h"

#include "syntax/ast.h"

namespace dtrace {

namespace {
using namespace ast;

struct BasicRow {
  const char *name;
  uint32_t words; // without `Int` where it may be left out, and without the `Long` of LongLong
  TypeKind kind;
  uint8_t size;
  bool is_signed;
};
constexpr BasicRow basic_rows[] = {
    {"char", Char, TypeKind::Integer, 1, true},
    {"signed char", Signed | Char, TypeKind::Integer, 1, true},
    {"unsigned char", Unsigned | Char, TypeKind::Integer, 1, false},
    {"short", Short, TypeKind::Integer, 2, true},
    {"unsigned short", Unsigned | Short, TypeKind::Integer, 2, false},
    {"int", Int, TypeKind::Integer, 4, true},
    {"unsigned int", Unsigned | Int, TypeKind::Integer, 4, false},
    {"long", Long, TypeKind::Integer, 8, true},
    {"unsigned long", Unsigned | Long, TypeKind::Integer, 8, false},
    {"long long", LongLong, TypeKind::Integer, 8, true},
    {"unsigned long long", Unsigned | LongLong, TypeKind::Integer, 8, false},
    {"_Bool", Bool, TypeKind::Integer, 1, false},
    {"float", Float, TypeKind::Float, 4, true},
    {"double", Double, TypeKind::Float, 8, true},
    {"long double", Long | Double, TypeKind::Float, 16, true},
};

// The many ways C has to write one type, as one: `long unsigned int` -> Unsigned|Long.
uint32_t canonical(uint32_t words) {
  constexpr uint32_t sizes = Short | Long | LongLong, integers = Signed | Unsigned | Int | sizes;
  if (words & ~integers)
    return words;
  if (words & LongLong)
    words &= ~Long;
  words = words & sizes ? words & ~Int : words | Int;
  return words & Unsigned ? words : words & ~Signed;
}

struct TypedefRow {
  const char *name;
  uint32_t words;
};
constexpr TypedefRow typedef_rows[] = {
#define TYPEDEF(name, words) {#name, words},
#include "types/typedefs.def"
#undef TYPEDEF
};
} // namespace

TypeGraph::TypeGraph() {
  make_basic_types();
  make_typedefs();
}

void TypeGraph::make_basic_types() {
  void_ = make({.kind = TypeKind::Void});
  string_ = make({.kind = TypeKind::String, .name = "string"});
  stack_ = make({.kind = TypeKind::Stack});
  user_stack_ = make({.kind = TypeKind::UserStack});
  symbol_ = make({.kind = TypeKind::Symbol, .size = 8, .alignment = 8});
  by_words_[Void] = void_;
  by_words_[StringWord] = string_;
  for (const BasicRow &row : basic_rows)
    by_words_[row.words] = make({.kind = row.kind,
                                 .name = row.name,
                                 .size = row.size,
                                 .alignment = row.size,
                                 .is_signed = row.is_signed,
                                 .is_char = (row.words & Char) != 0,
                                 .is_bool = row.words == Bool});
  int_ = by_words_[Int];
}

void TypeGraph::make_typedefs() {
  for (const TypedefRow &row : typedef_rows)
    declare_typedef(row.name, basic(row.words));
  declare_typedef("caddr_t", pointer_to(basic(Char)));
  Type *in6_addr = declare_struct(TypeKind::Struct, "");
  complete_struct(in6_addr, TypeKind::Struct,
                  {{"s6_addr", array_of(integer(1, false), 16), std::nullopt}});
  declare_typedef("in6_addr_t", in6_addr);
  declare_typedef("_stack_t", stack_);
  declare_typedef("_ustack_t", user_stack_);
  declare_typedef("_symaddr_t", symbol_);
  kept_stack_ = declare_typedef("_kept_stack_t", integer(8, false));
}

const Type *TypeGraph::integer(unsigned bytes, bool is_signed) const {
  const uint32_t size = bytes == 1 ? Char : bytes == 2 ? Short : bytes == 4 ? Int : Long;
  return basic(size | (is_signed ? Signed : Unsigned));
}

const Type *TypeGraph::basic(uint32_t words) const {
  const auto it = by_words_.find(canonical(words));
  return it == by_words_.end() ? nullptr : it->second;
}

const Type *TypeGraph::kept(const Type *type) {
  const Type *plain = type->strip();
  if (plain->kind != TypeKind::Integer || plain->size >= 8 || plain->is_bool)
    return type;
  if (const auto it = kept_.find(type); it != kept_.end())
    return it->second;
  const Type *kept;
  if (type == plain)
    kept = make({.kind = TypeKind::Integer,
                 .name = plain->name,
                 .size = 8,
                 .alignment = 8,
                 .shown_size = static_cast<uint32_t>(plain->size),
                 .is_signed = plain->is_signed,
                 .is_char = plain->is_char});
  else
    kept = make({.kind = type->kind,
                 .name = type->name,
                 .size = 8,
                 .alignment = 8,
                 .target = this->kept(type->target)});
  return kept_[type] = kept;
}

const Type *TypeGraph::pointer_to(const Type *target, bool userland) {
  const Type *&pointer = (userland ? user_pointers_ : pointers_)[target];
  if (!pointer)
    pointer = make({.kind = TypeKind::Pointer,
                    .size = 8,
                    .alignment = 8,
                    .userland = userland,
                    .target = target});
  return pointer;
}

const Type *TypeGraph::array_of(const Type *element, uint64_t count) {
  if (element->size && count > UINT64_MAX / element->size)
    count = 0; // of damaged data: as one without a bound
  const Type *&array = derived_[{element, TypeKind::Array, count}];
  if (!array)
    array = make({.kind = TypeKind::Array,
                  .size = element->size * count,
                  .alignment = element->alignment,
                  .target = element,
                  .count = count});
  return array;
}

const Type *TypeGraph::qualified(const Type *type, TypeKind qualifier) {
  const Type *&qualified = derived_[{type, qualifier, 0}];
  if (!qualified)
    qualified =
        make({.kind = qualifier, .size = type->size, .alignment = type->alignment, .target = type});
  return qualified;
}

const Type *TypeGraph::string_of(uint64_t size) {
  const Type *&type = derived_[{string_, TypeKind::String, size}];
  if (!type)
    type = make({.kind = TypeKind::String, .name = "string", .size = size});
  return type;
}

const Type *TypeGraph::function(const Type *result, std::vector<const Type *> parameters,
                                bool variadic) {
  return make({.kind = TypeKind::Function,
               .variadic = variadic,
               .target = result,
               .parameter_list = std::move(parameters)});
}

Type *TypeGraph::declare_struct(TypeKind kind, std::string_view name) {
  if (name.empty())
    return make({.kind = TypeKind::Forward, .forward_kind = kind});
  const Type *&type = by_name_[{kind, std::string(name)}];
  if (!type)
    type =
        make({.kind = TypeKind::Forward, .name = intern(std::string(name)), .forward_kind = kind});
  return const_cast<Type *>(type);
}

void TypeGraph::forget(TypeKind kind, std::string_view name) {
  by_name_.erase({kind, std::string(name)});
}

const Type *TypeGraph::declare_enum(std::string_view name,
                                    std::vector<TypeEnumerator> enumerators) {
  Type *type =
      make({.kind = TypeKind::Enum, .name = intern(std::string(name)), .size = 4, .alignment = 4});
  for (TypeEnumerator &enumerator : enumerators) {
    enumerator.name = intern(std::string(enumerator.name));
    type->is_signed |= enumerator.value < 0;
    if (enumerator.value < INT32_MIN || enumerator.value > UINT32_MAX)
      type->size = type->alignment = 8;
  }
  for (const TypeEnumerator &enumerator : enumerators)
    enumerators_.insert_or_assign(enumerator.name, std::pair(type, enumerator));
  type->enumerator_list = std::move(enumerators);
  if (!name.empty())
    by_name_[{TypeKind::Enum, std::string(name)}] = type;
  return type;
}

const Type *TypeGraph::declare_typedef(std::string_view name, const Type *target) {
  const Type *type = make({.kind = TypeKind::Typedef,
                           .name = intern(std::string(name)),
                           .size = target->size,
                           .alignment = target->alignment,
                           .target = target});
  by_name_[{TypeKind::Typedef, std::string(name)}] = type;
  return type;
}

void TypeGraph::renew_sizes_of(const Type *completed) {
  const auto renew = [&](const Type *type) {
    if (type == completed || type->strip() != completed)
      return;
    const_cast<Type *>(type)->size = completed->size;
    const_cast<Type *>(type)->alignment = completed->alignment;
  };
  for (const auto &[key, type] : by_name_)
    renew(type);
  for (const auto &[key, type] : derived_)
    renew(type);
}

const Type *TypeGraph::find(TypeKind kind, std::string_view name, bool import) {
  if (const auto it = by_name_.find({kind, std::string(name)}); it != by_name_.end())
    return it->second;
  return import ? find_in("", kind, name) : nullptr;
}

const Type *TypeGraph::find_in(std::string_view object, TypeKind kind, std::string_view name) {
  for (const auto &importer : importers_)
    if (const Type *type = importer->find(*this, object, kind, name))
      return type;
  return nullptr;
}

const TypeEnumerator *TypeGraph::find_enumerator(std::string_view name,
                                                 const Type **its_type) const {
  const auto it = enumerators_.find(name);
  if (it == enumerators_.end())
    return nullptr;
  if (its_type)
    *its_type = it->second.first;
  return &it->second.second;
}

const TypeEnumerator *TypeGraph::import_enumerator(std::string_view object, std::string_view name,
                                                   const Type **its_type) {
  for (const auto &importer : importers_)
    if (const TypeEnumerator *found = importer->find_enumerator(*this, object, name, its_type))
      return found;
  return nullptr;
}

const Type *TypeGraph::import_function(std::string_view object, std::string_view name) {
  for (const auto &importer : importers_)
    if (const Type *type = importer->find_function(*this, object, name))
      return type;
  return nullptr;
}

const Type *TypeGraph::import_variable(std::string_view object, std::string_view name) {
  for (const auto &importer : importers_)
    if (const Type *type = importer->find_variable(*this, object, name))
      return type;
  return nullptr;
}

void TypeGraph::add_importer(std::unique_ptr<TypeImporter> importer) {
  importers_.push_back(std::move(importer));
}

std::string TypeGraph::problem() const {
  for (const auto &importer : importers_)
    if (std::string text = importer->problem(); !text.empty())
      return text;
  return {};
}

Type *TypeGraph::make(Type type) {
  return arena_.make<Type>(std::move(type));
}

} // namespace dtrace
