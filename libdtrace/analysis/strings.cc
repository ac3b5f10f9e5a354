// Stage: analysis. D's strings: what may serve as one, how it becomes one, and how long it can be.
// Bounds flow from values into variables and keys and from there into other values, so they are
// computed when every clause is known, to the fixpoint:
//     self->path = copyinstr(arg0);    strjoin(self->path, "/")
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

bool is_string_like(const Expr *value) {
  return value->type->is_string() || value->type->is_char_pointer_or_array() ||
         (is_null(value) && value->type->is_scalar());
}

Expr *to_string(TypedNodes &nodes, Expr *value) {
  if (value->type->is_string())
    return value;
  if (is_null(value)) {
    Expr *empty = make_string(nodes, value->span, "");
    static_cast<typed::StringConst *>(empty)->is_null = true;
    return empty;
  }
  const Type *type = value->type->strip();
  auto *node = make_node<typed::ToStringExpr>(nodes, typed::ExprKind::ToString, nodes.types.string_type(),
                                              value->span);
  node->space = typed::Space::Kernel;
  node->limit = 0;
  if (type->kind == TypeKind::Array) {
    node->limit = type->size;
    if (value->kind == typed::ExprKind::Memory) {
      const auto *place = static_cast<typed::MemoryPlace *>(value);
      node->address = place->address;
      node->space = place->space;
    } else {
      node->address = value;
    }
    return node;
  }
  if (type->kind == TypeKind::Pointer)
    node->space = space_of(type);
  node->address = value;
  return node;
}

Expr *text_pointer(TypedNodes &nodes, Expr *text) {
  const Type *type = nodes.types.pointer_to(nodes.types.basic(ast::Char));
  auto *node = make_node<typed::ConvertExpr>(nodes, typed::ExprKind::Convert, type, text->span);
  node->operand = text;
  node->keeps = true;
  if (text->kind != typed::ExprKind::ToString)
    return node;
  // What is read from memory is there: no copy is made.
  const auto *read = static_cast<typed::ToStringExpr *>(text);
  if (!read->address->type->is_scalar())
    return node;
  const bool user = read->space == typed::Space::User;
  return make_retyped(nodes, make_value(nodes, read->address),
                      nodes.types.pointer_to(nodes.types.basic(ast::Char), user));
}

Value string_of(Context &c, const ast::Expr &tree) {
  TRY(raw, operand(c, *static_cast<const ast::Stringof &>(tree).operand, Tag::D_STRINGOF_TYPE));
  TRY(value, reject_dynamic(raw, "operand of stringof"));
  const Type *type = value->type->strip();
  const bool array = type->kind == TypeKind::Array && type->target->strip()->size == 1;
  if (!type->is_string() && !type->is_scalar() && !array)
    return fail(Tag::D_STRINGOF_TYPE, tree.span, "stringof cannot make a string from type %s",
                type_name(value->type).c_str());
  return to_string(c, value);
}

// ---- Bounds ----------------------------------------------------------------------------------

} // namespace dtrace::analysis
