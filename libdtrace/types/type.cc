// Stage: types. What can be asked of one type: its parts, its class, how two types meet. Nothing
// here makes types or reads files, but members of an imported type are fetched when first asked.
#include "types/type.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace {

namespace {
// Imported data may be damaged, or made to harm: a struct that holds itself has no end, and 40 of which
// each holds the one before twice have 2^40 members. What a value holds is bounded here, once, for all
// who go through it: members that would make it larger are left out.
constexpr uint32_t most_parts = 1 << 16, most_levels = 64;

void fetch_parts(const Type &type, uint32_t level = 0);

// Whether a value of `type` can be a member of `outer`, whose parts it is added to.
bool hold(const Type &outer, const Type *type, uint32_t level) {
  type = type->strip();
  while (type->kind == TypeKind::Array)
    type = type->target->strip();
  if (level >= most_levels)
    return !type->is_struct_or_union();
  fetch_parts(*type, level + 1);
  if (type->is_open || type->parts > most_parts - outer.parts || type->levels >= most_levels)
    return false;
  outer.parts += type->parts;
  outer.levels = std::max(outer.levels, type->levels + 1);
  return true;
}

void fetch_parts(const Type &type, uint32_t level) {
  if (!type.fetch)
    return;
  auto fetch = std::move(type.fetch);
  type.fetch = nullptr;
  fetch(type);
  type.is_open = true;
  std::erase_if(type.member_list,
                [&](const TypeMember &member) { return !hold(type, member.type, level); });
  type.is_open = false;
}
} // namespace

const std::vector<TypeMember> &Type::members() const {
  fetch_parts(*this);
  return member_list;
}

const std::vector<TypeEnumerator> &Type::enumerators() const {
  fetch_parts(*this);
  return enumerator_list;
}

const std::vector<const Type *> &Type::parameters() const {
  fetch_parts(*this);
  return parameter_list;
}

const Type *Type::strip() const {
  const Type *type = this;
  while (type->target && (type->kind == TypeKind::Typedef || type->kind == TypeKind::Const ||
                          type->kind == TypeKind::Volatile || type->kind == TypeKind::Restrict))
    type = type->target;
  return type;
}

bool Type::is_integer() const {
  const TypeKind k = strip()->kind;
  return k == TypeKind::Integer || k == TypeKind::Enum;
}
bool Type::is_scalar() const {
  return is_integer() || is_pointer();
}
bool is_kept_stack(const Type *type) {
  while (type->kind == TypeKind::Const || type->kind == TypeKind::Volatile)
    type = type->target;
  return type->kind == TypeKind::Typedef && type->name == "_kept_stack_t";
}
bool Type::is_arithmetic() const {
  return is_integer() || is(TypeKind::Float);
}
bool Type::is_struct_or_union() const {
  return is(TypeKind::Struct) || is(TypeKind::Union);
}

bool Type::is_char_pointer_or_array() const {
  const Type *type = strip();
  if (type->kind != TypeKind::Pointer && type->kind != TypeKind::Array)
    return false;
  const Type *element = type->target->strip();
  return element->kind == TypeKind::Integer && element->is_char;
}

bool Type::is_complete() const {
  const Type *type = strip();
  switch (type->kind) {
  case TypeKind::Void:
  case TypeKind::Forward:
  case TypeKind::Function:
    return false;
  case TypeKind::Array:
    return type->count != 0 && type->target->is_complete();
  default:
    return true;
  }
}

namespace {
void add_member_names(const Type &type, std::vector<std::string_view> &names) {
  const Type *outer = type.strip();
  if (!outer->is_struct_or_union())
    return;
  for (const TypeMember &member : outer->members()) {
    if (member.name.empty())
      add_member_names(*member.type, names);
    else
      names.push_back(member.name);
  }
}
} // namespace

std::optional<FoundMember> find_member(const Type &type, std::string_view name) {
  const Type *outer = type.strip();
  if (!outer->is_struct_or_union() || name.empty())
    return std::nullopt;
  for (const TypeMember &member : outer->members()) {
    if (member.name == name)
      return FoundMember{&member, member.bit_offset};
    if (!member.name.empty())
      continue;
    if (auto inner = find_member(*member.type, name)) {
      inner->bit_offset += member.bit_offset;
      return inner;
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> member_names(const Type &type) {
  std::vector<std::string_view> names;
  add_member_names(type, names);
  return names;
}

namespace {
// A struct, union or enum and its forward declaration, or two declarations of one tag in two
// objects of which one is known by name only.
bool same_tag(const Type *a, const Type *b) {
  if (a->name.empty() || a->name != b->name)
    return false;
  if (a->kind != TypeKind::Forward && b->kind != TypeKind::Forward)
    return false;
  const TypeKind kind_a = a->kind == TypeKind::Forward ? a->forward_kind : a->kind;
  const TypeKind kind_b = b->kind == TypeKind::Forward ? b->forward_kind : b->kind;
  return kind_a == kind_b;
}

// `left`: types that may still be compared; a function may take a pointer to itself.
bool same_type(const Type *a, const Type *b, unsigned &left) {
  if (!a || !b || left == 0)
    return a == b;
  left--;
  a = a->strip();
  b = b->strip();
  if (a == b || same_tag(a, b))
    return true;
  if (a->kind != b->kind)
    return false;
  switch (a->kind) {
  case TypeKind::Pointer:
    return same_type(a->target, b->target, left);
  case TypeKind::Array:
    return a->count == b->count && same_type(a->target, b->target, left);
  case TypeKind::Function:
    return a->variadic == b->variadic && same_type(a->target, b->target, left) &&
           std::ranges::equal(a->parameters(), b->parameters(), [&](const Type *one, const Type *other) {
             return same_type(one, other, left);
           });
  case TypeKind::Integer:
  case TypeKind::Float:
    return a->name == b->name && size_of_name(a) == size_of_name(b) && a->is_signed == b->is_signed;
  case TypeKind::String:
    return true;
  default:
    return false;
  }
}
} // namespace

bool same_type(const Type *a, const Type *b) {
  unsigned most = 1000;
  return same_type(a, b, most);
}

uint64_t size_of_name(const Type *type) {
  const Type *plain = type->strip();
  return plain->shown_size ? plain->shown_size : plain->size;
}

const Type *computed_type(const TypeGraph &graph, const Type *type) {
  type = type->strip();
  if (type->kind == TypeKind::Float)
    return type;
  if (!type->is_integer())
    return nullptr;
  return type->kind == TypeKind::Enum ? graph.integer(type->size, type->is_signed) : type;
}

namespace {
// C's conversion rank by size; of `long` and `long long`, which are as wide, the latter wins.
int rank(const TypeGraph &graph, const Type *type) {
  const uint64_t size = size_of_name(type);
  const bool is_long = type == graph.integer(8, true) || type == graph.integer(8, false);
  return static_cast<int>(size) * 2 + (size == 8 && !is_long);
}
} // namespace

const Type *common_type(TypeGraph &graph, const Type *a, const Type *b) {
  a = computed_type(graph, a);
  b = computed_type(graph, b);
  if (!a || !b)
    return nullptr;
  if (a->kind == TypeKind::Float || b->kind == TypeKind::Float) {
    if (a->kind == b->kind)
      return a->size >= b->size ? a : b;
    return a->kind == TypeKind::Float ? a : b;
  }
  const int rank_a = rank(graph, a), rank_b = rank(graph, b);
  const bool left = rank_a > rank_b || (rank_a == rank_b && !a->is_signed);
  const bool is_kept = a->shown_size || b->shown_size;
  return is_kept ? graph.kept(left ? a : b) : left ? a : b;
}

} // namespace dtrace
