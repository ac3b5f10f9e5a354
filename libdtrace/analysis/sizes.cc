// Stage: analysis. What is asked of types: sizeof, offsetof, __has_type, __has_member and casts.
#include "analysis/context.h"
#include "analysis/declared_provider.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
Value size_constant(TypedNodes &nodes, Span span, const Type *type) {
  if (type->is(TypeKind::Void) || type->is(TypeKind::Function) || type->is(TypeKind::Forward) ||
      (type->is(TypeKind::Array) && !type->is_complete()))
    return fail(Tag::D_SIZEOF_TYPE, span, "the size of %s is not known", type_name(type).c_str());
  const uint64_t size = type->is_string() ? nodes.strsize : size_of_name(type);
  return make_integer(nodes, span, nodes.types.find(TypeKind::Typedef, "size_t", false), size);
}

struct FoundPath {
  const Type *type;
  uint64_t bit_offset;
  bool is_bit_field;
};

// `a.b[2].c` is written as a path of names only: a.b.c.
std::optional<FoundPath> find_path(const Type *type, std::string_view path) {
  FoundPath found{type, 0, false};
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    path = dot == path.npos ? "" : path.substr(dot + 1);
    const auto member = find_member(*found.type, name);
    if (!member)
      return std::nullopt;
    found = {member->member->type, found.bit_offset + member->bit_offset,
             member->member->is_bit_field()};
  }
  return found;
}
} // namespace

Value sizeof_type(Context &c, const ast::Expr &tree) {
  TRY(type, named_type(c, *static_cast<const ast::SizeofType &>(tree).type));
  return size_constant(c, tree.span, type);
}

Value sizeof_expression(Context &c, const ast::Expr &tree) {
  TRY(raw, operand(c, *static_cast<const ast::SizeofExpr &>(tree).operand, Tag::D_SIZEOF_TYPE));
  const bool bits =
      (raw->kind == typed::ExprKind::Memory && static_cast<typed::MemoryPlace *>(raw)->bits) ||
      (raw->kind == typed::ExprKind::Variable && static_cast<typed::VariablePlace *>(raw)->bits);
  if (bits)
    return fail(Tag::D_SIZEOF_BITFIELD, tree.span, "sizeof cannot be applied to a bit-field");
  if (raw->kind == typed::ExprKind::String)
    return make_integer(c, tree.span, c.types.find(TypeKind::Typedef, "size_t", false),
                        static_cast<typed::StringConst *>(raw)->written.size() + 1);
  return size_constant(c, tree.span, raw->type);
}

Value offset_of(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Offsetof &>(tree);
  TRY(type, named_type(c, *node.type));
  if (!type->is_struct_or_union())
    return fail(Tag::D_OFFSETOF_TYPE, tree.span, "offsetof requires a structure or union, not %s",
                type_name(type).c_str());
  const auto found = find_path(type, node.member);
  if (!found)
    return advise(fail(Tag::D_TYPE_MEMBER, tree.span, "%s is not a member of %s",
                       std::string(node.member).c_str(), type_name(type).c_str()),
                  did_you_mean(node.member, member_names(*type)));
  if (found->is_bit_field)
    return fail(Tag::D_OFFSETOF_BITFIELD, tree.span, "bit-field %s has no offset in bytes",
                std::string(node.member).c_str());
  return make_integer(c, tree.span, c.types.find(TypeKind::Typedef, "size_t", false),
                      found->bit_offset / 8);
}

Value has_type(Context &c, const ast::Expr &tree) {
  const auto type = named_type(c, *static_cast<const ast::HasType &>(tree).type);
  const bool has = type && !(*type)->is(TypeKind::Forward);
  return make_integer(c, tree.span, c.types.int_type(), has);
}

Value has_member(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::HasMember &>(tree);
  const auto type = named_type(c, *node.type);
  const bool has = type && find_path(*type, node.member).has_value();
  return make_integer(c, tree.span, c.types.int_type(), has);
}

Value has_probe(Context &c, const ast::Expr &tree) {
  const bool has = c.input.registry.has(
      description_of(*static_cast<const ast::HasProbe &>(tree).description));
  return make_integer(c, tree.span, c.types.int_type(), has);
}

// Between numbers and pointers anything goes; to string as stringof does; a structure only to
// itself.
Value cast(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Cast &>(tree);
  TRY(type, named_type(c, *node.type));
  TRY(raw, operand(c, *node.operand, Tag::D_CAST_INVAL));
  TRY(checked, type->is_scalar() ? reject_structure(c, raw, "operand of a cast")
                                 : reject_dynamic(raw, "operand of a cast"));
  if (type->is_scalar() && checked->type->is_string())
    checked = text_pointer(c, checked);
  const auto refused = [&] {
    return fail(Tag::D_CAST_INVAL, tree.span, "a value of type %s cannot be cast to %s",
                type_name(raw->type).c_str(), type_name(type).c_str());
  };
  if (type->is_string()) {
    const bool scalar = checked->type->is_scalar();
    return is_string_like(checked) || scalar ? Value(to_string(c, checked)) : Value(refused());
  }
  if (type->is(TypeKind::Void)) {
    auto *dropped = make_node<typed::ConvertExpr>(c, typed::ExprKind::Convert, type, tree.span);
    dropped->operand = checked;
    return dropped;
  }
  TRY(value, decay(c, checked));
  if (type->is_struct_or_union() && same_type(type, value->type))
    return value;
  if (!type->is_scalar() || !value->type->is_scalar())
    return refused();
  Expr *converted = make_convert(c, value, type);
  if (converted != value)
    return make_value(c, converted);
  // The same type, perhaps under another name, which print() and %-conversions show: what was computed
  // in 64 bits is cut to it.
  if (const int64_t *constant = constant_of(value))
    return make_integer(c, tree.span, type, *constant);
  auto *renamed = make_node<typed::ConvertExpr>(c, typed::ExprKind::Convert, type, tree.span);
  renamed->operand = value;
  return renamed;
}

} // namespace dtrace::analysis
