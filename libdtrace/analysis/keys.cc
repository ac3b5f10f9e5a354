// Stage: analysis. The tuples of associative arrays and aggregations. The first use of a name
// decides how many keys there are and of which types; later uses are converted to them. A string
// that is always a constant or a part of the probe's name is kept as a number:
//     @[probefunc, "read"] = count();      two 4-byte keys
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>
#include <bit>

namespace dtrace::analysis {

namespace {
bool is_probe_name(const Builtin &row) {
  return row.generator == Generator::ProbeProvider || row.generator == Generator::ProbeModule ||
         row.generator == Generator::ProbeFunction || row.generator == Generator::ProbeName;
}

bool is_internable(const Expr *value) {
  if (value->kind == typed::ExprKind::String)
    return true;
  return value->kind == typed::ExprKind::Builtin &&
         is_probe_name(*static_cast<const typed::BuiltinExpr *>(value)->row);
}

bool may_be_key(const Type *type) {
  switch (type->strip()->kind) {
  case TypeKind::Integer:
  case TypeKind::Enum:
  case TypeKind::Pointer:
  case TypeKind::Struct:
  case TypeKind::Union:
  case TypeKind::String:
  case TypeKind::Stack:
  case TypeKind::UserStack:
  case TypeKind::Symbol:
    return true;
  default:
    return false;
  }
}

// Kernel or user: 8 or 16 bytes, as manifest.h says of the kinds of fields.
uint32_t address_size(const Expr *value) {
  if (value->kind != typed::ExprKind::Builtin)
    return 8;
  return static_cast<const typed::BuiltinExpr *>(value)->row->symbol >= SymbolForm::UserModule ? 16
                                                                                               : 8;
}

bool fits(const typed::KeySlot &slot, const Expr *key) {
  if (slot.type->is_scalar() && key->type->is_scalar())
    return true;
  if (slot.type->is_string())
    return is_string_like(key);
  return same_type(slot.type, key->type);
}

// Keys are kept in 64 bits, whatever their types are.
const Type *whole_type(TypeGraph &types, const Type *type) {
  const bool is_enum = type->is(TypeKind::Enum);
  return types.kept(is_enum ? computed_type(types, type) : type);
}

// What keys of both types are shown as: as the wider one, and with a sign where one has it, but for
// the numbers that only an unsigned type of 64 bits holds.
const Type *key_type(TypeGraph &types, const Type *known, const Type *other) {
  other = whole_type(types, other);
  const Type *a = known->strip(), *b = other->strip();
  if (a->kind == TypeKind::Pointer || b->kind == TypeKind::Pointer)
    return known;
  const uint64_t size_a = size_of_name(a), size_b = size_of_name(b);
  if (a->is_signed == b->is_signed)
    return size_b > size_a ? other : known;
  const Type *with_sign = a->is_signed ? known : other, *without = a->is_signed ? other : known;
  if (size_of_name(without) == 8)
    return without;
  return size_of_name(with_sign) > size_of_name(without) ? with_sign : types.integer(8, true);
}

uint32_t slot_size(const typed::KeySlot &slot) {
  switch (slot.type->strip()->kind) {
  case TypeKind::String:
    return slot.interned ? 4 : slot.bound;
  case TypeKind::UserStack:
    return 16;
  case TypeKind::Stack:
    return 8;
  default:
    return slot.size ? slot.size : slot.type->strip()->size;
  }
}

constexpr uint32_t short_text = 64; // bytes of the longest string in a short key

template <class Slots> auto longest_text(Slots &slots) {
  const auto bytes = [](const typed::KeySlot &slot) {
    return slot.type->is_string() && !slot.interned ? slot.bound : 0;
  };
  const auto longest = std::ranges::max_element(slots, {}, bytes);
  return longest != slots.end() && bytes(*longest) ? longest : slots.end();
}
} // namespace

Value key_value(Context &c, const ast::Expr &tree) {
  TRY(raw, operand(c, tree, Tag::D_KEY_TYPE));
  if (raw->kind == translated_kind && !raw->type->is_pointer())
    return fail(Tag::D_KEY_TYPE, tree.span, "a translated %s may not be a key",
                type_name(raw->type).c_str());
  TRY(plain, reject_structure(c, raw, "key"));
  raw = plain;
  if (raw->type->is(TypeKind::Array) && raw->type->is_char_pointer_or_array())
    raw = to_string(c, raw);
  TRY(value, decay(c, raw));
  if (!may_be_key(value->type) || (value->type->is_struct_or_union() && !is_place(value)))
    return fail(Tag::D_KEY_TYPE, tree.span, "a value of type %s may not be a key",
                type_name(value->type).c_str());
  return value;
}

typed::KeySlot key_slot(TypeGraph &types, const Expr *value) {
  typed::KeySlot slot{.type = whole_type(types, value->type)};
  if (value->type->is(TypeKind::Symbol))
    slot.size = address_size(value);
  return slot;
}

Result<std::vector<Expr *>> match_keys(TypedNodes &nodes, Span span, const std::string &name,
                                       std::vector<typed::KeySlot> &slots,
                                       std::vector<Expr *> keys) {
  if (keys.size() != slots.size())
    return fail(Tag::D_PROTO_LEN, span, "%s[ ] prototype mismatch: %zu key%s passed, %zu expected",
                name.c_str(), keys.size(), keys.size() == 1 ? "" : "s", slots.size());
  for (size_t i = 0; i < keys.size(); i++) {
    typed::KeySlot &slot = slots[i];
    if (!fits(slot, keys[i]))
      return fail(Tag::D_PROTO_ARG, keys[i]->span,
                  "%s[ ] key #%zu is incompatible with its earlier use: %s passed, %s expected",
                  name.c_str(), i + 1, type_name(keys[i]->type).c_str(),
                  type_name(slot.type).c_str());
    if (slot.type->is_string()) {
      keys[i] = to_string(nodes, keys[i]);
      slot.interned &= is_internable(keys[i]);
      nodes.bounds.note_use({.slot = &slot, .value = keys[i]});
    } else if (slot.type->is_scalar()) {
      slot.type = key_type(nodes.types, slot.type, keys[i]->type);
      keys[i] = make_value(nodes, keys[i]);
    }
  }
  return keys;
}

uint32_t pack_keys(std::vector<typed::KeySlot> &slots) {
  const auto longest = longest_text(slots);
  uint32_t end = 0;
  const auto place = [&](typed::KeySlot &slot) {
    const uint32_t alignment = std::min(8u, std::bit_floor(slot.size));
    slot.offset = (end + alignment - 1) / alignment * alignment;
    end = slot.offset + slot.size;
  };
  for (typed::KeySlot &slot : slots)
    slot.size = std::max(slot_size(slot), 1u);
  for (auto slot = slots.begin(); slot != slots.end(); slot++)
    if (slot != longest)
      place(*slot);
  if (longest != slots.end())
    place(*longest);
  return (end + 7) / 8 * 8;
}

uint32_t short_key_size(const std::vector<typed::KeySlot> &slots) {
  const auto longest = longest_text(slots);
  return longest != slots.end() && longest->size >= 2 * short_text ? longest->offset + short_text : 0;
}

} // namespace dtrace::analysis
