// Stage: analysis. Assignment in all its forms, and the conversions it allows. A variable that has
// no type yet gets that of the value:
//     x = 0;           int
//     self->n++;       int64_t: a counter by nature
//     total += arg0;   int64_t
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
bool same_target(const Type *a, const Type *b) {
  a = a->strip()->target->strip();
  b = b->strip()->target->strip();
  const auto is_void = [](const Type *t) { return t->kind == TypeKind::Void; };
  if (is_void(a) || is_void(b) || same_type(a, b))
    return true;
  // char, signed char and unsigned char, int and unsigned int: only the sign differs.
  return a->is_integer() && b->is_integer() && a->size == b->size;
}

Failure incompatible(Span span, const Type *target, const char *op, const Type *value) {
  return fail(Tag::D_OP_INCOMPAT, span, "operands have incompatible types: %s %s %s",
              type_name(target).c_str(), op, type_name(value).c_str());
}

Expr *make_assign(TypedNodes &nodes, Span span, Expr *target, Expr *value) {
  auto *node = make_node<typed::AssignExpr>(nodes, typed::ExprKind::Assign, target->type, span);
  node->target = target;
  node->value = value;
  return node;
}

void note_write(Context &c, Expr *target, Expr *value) {
  if (target->kind != typed::ExprKind::Variable)
    return;
  auto *place = static_cast<typed::VariablePlace *>(target);
  if (c.clause)
    c.clause->writes.insert(place->variable);
  if (target->type->is_string() && value && !place->offset)
    c.bounds.note_use({.variable = place->variable, .value = value});
}

// Casts, ternaries and inlines may hand on the very place they are made of, yet are values:
//     (string)s = "a";     (1 ? x : y).member = 3;
bool is_value_by_form(const Names &names, const ast::Expr &tree) {
  switch (tree.kind) {
  case ast::ExprKind::Cast:
  case ast::ExprKind::Stringof:
  case ast::ExprKind::Conditional:
    return true;
  case ast::ExprKind::Identifier: {
    const auto &name = static_cast<const ast::Identifier &>(tree);
    return name.scope == ast::Scope::Global && names.inlines.contains(name.name);
  }
  case ast::ExprKind::Member: {
    const auto &member = static_cast<const ast::MemberAccess &>(tree);
    return !member.arrow && is_value_by_form(names, *member.base);
  }
  default:
    return false;
  }
}

// What stands on the left of `=`: a place, made when it is a variable that nothing has typed yet.
Value target_of(Context &c, const ast::Expr &tree, const Type *fresh) {
  if (tree.kind == ast::ExprKind::Aggregation)
    return advise(fail(Tag::D_AGG_FUNC, tree.span,
                       "an aggregation must be assigned in a statement of its own"),
                  "write @name[keys] = function(value);");
  if (fresh)
    TRY_VOID(define_by(c, tree, fresh));
  TRY(target, expression(c, tree));
  if (is_place(target) && !is_value_by_form(c, tree))
    return target;
  if (target->kind == typed::ExprKind::Builtin || target->kind == translated_kind)
    return advise(fail(Tag::D_OP_WRITE, tree.span, "%s cannot be written",
                       std::string(tree.span.text()).c_str()),
                  "to compare two values, write ==");
  return advise(fail(Tag::D_OP_LVAL, tree.span, "the left side cannot be assigned to"),
                "assign to a variable, an array element, or memory that a pointer points to");
}

Result<void> refuse_arrays(Span span, const Expr *target, const char *op) {
  if (!target->type->is(TypeKind::Array) && !target->type->is(TypeKind::Function))
    return {};
  return advise(fail(Tag::D_OP_ARRFUN, span, "operator %s cannot be applied to %s as a whole", op,
                     type_name(target->type).c_str()),
                target->type->is(TypeKind::Array) ? "assign its elements, or use bcopy( )" : "");
}

// Fresh variables take the value's type without its qualifiers; an array as a pointer.
const Type *variable_type(const Type *type) {
  while (type->kind == TypeKind::Const || type->kind == TypeKind::Volatile ||
         type->kind == TypeKind::Restrict)
    type = type->target;
  return type;
}

Result<const Type *> fresh_type(TypedNodes &nodes, const ast::Expr &target, Expr *value) {
  if (value->kind == translated_kind) {
    if (value->type->is_pointer())
      TRY_VOID(reject_dynamic(value, "value of an assignment"));
    return value->type;
  }
  const Type *type = value->type->strip();
  const bool storable = type->is_scalar() || type->is_string() || type->is_struct_or_union();
  if (type->kind == TypeKind::UserStack)
    return advise(
        fail(Tag::D_OP_INCOMPAT, target.span, "a user stack cannot be kept in a variable"),
        "a kernel stack can: stack( ); ustack( ) may be a key of an aggregation");
  if (!storable && type->kind != TypeKind::Array)
    return fail(Tag::D_OP_INCOMPAT, target.span, "a value of type %s cannot be kept in a variable",
                type_name(value->type).c_str());
  TRY(decayed, decay(nodes, value));
  return variable_type(decayed->type);
}

// x = 0; says little about x: what follows may say more.
Result<void> look_ahead(Context &c, const ast::Expr &target) {
  const ast::Expr *base = &target;
  if (target.kind == ast::ExprKind::Index)
    base = static_cast<const ast::Index &>(target).base;
  if (base->kind != ast::ExprKind::Identifier)
    return {};
  const auto &name = static_cast<const ast::Identifier &>(*base);
  TRY_VOID(find_variable(c, scope_of(name.scope), name.name, false));
  return {};
}

Value plain(Context &c, const ast::Assign &tree) {
  TRY(given, operand(c, *tree.value, Tag::D_OP_INCOMPAT));
  Expr *raw = keep_stack(c, given);
  if (is_null(raw) && raw->type->is_integer())
    TRY_VOID(look_ahead(c, *tree.target));
  TRY(fresh, fresh_type(c, *tree.target, raw));
  TRY(target, target_of(c, *tree.target, fresh));
  TRY_VOID(refuse_arrays(tree.span, target, "="));
  if (raw->kind == translated_kind) {
    note_write(c, target, nullptr);
    return assign_translated(c, tree.span, target, *static_cast<Translated *>(raw));
  }
  if (!may_assign(target->type, raw))
    return incompatible(tree.span, target->type, "=", raw->type);
  Expr *value = coerce(c, raw, target->type);
  note_write(c, target, value);
  return make_assign(c, tree.span, target, value);
}

// The operation by way of the binary operator's own rules: `a op b` is built to learn its type and
// scaling, then taken apart.
Value compound(Context &c, const ast::Assign &tree) {
  const Type *counter = c.types.find(TypeKind::Typedef, "int64_t", false);
  TRY(target, target_of(c, *tree.target, counter));
  TRY_VOID(refuse_arrays(tree.span, target, name_of(*tree.op)));
  const ast::Binary operation{
      {ast::ExprKind::Binary, tree.span}, *tree.op, tree.target, tree.value};
  TRY(computed, binary(c, operation));
  if (!target->type->is_scalar() || !may_assign(target->type, computed))
    return incompatible(tree.span, target->type, name_of(*tree.op), computed->type);
  if (computed->kind == typed::ExprKind::Convert && target->type->is_pointer())
    computed = static_cast<typed::ConvertExpr *>(computed)->operand;
  note_write(c, target, nullptr);
  if (computed->kind != typed::ExprKind::Binary)
    return make_assign(c, tree.span, target, coerce(c, computed, target->type));
  const auto *parts = static_cast<typed::BinaryExpr *>(computed);
  auto *node = static_cast<typed::AssignExpr *>(make_assign(c, tree.span, target, parts->right));
  node->op = parts->op;
  node->operation = parts->type;
  return node;
}
} // namespace

bool may_assign(const Type *target, const Expr *value) {
  const Type *to = target->strip(), *from = value->type->strip();
  if (to->is_string())
    return is_string_like(value);
  if (to->is_integer())
    return from->is_integer() || (from->kind == TypeKind::Pointer && is_null(value));
  if (to->kind == TypeKind::Pointer) {
    if (from->is_string())
      return to->target->is(TypeKind::Void) || to->is_char_pointer_or_array();
    if (from->kind == TypeKind::Array)
      return same_type(to->target, from->target) || to->target->is(TypeKind::Void) ||
             (to->is_char_pointer_or_array() && from->is_char_pointer_or_array());
    if (from->kind == TypeKind::Pointer)
      return is_null(value) || same_target(to, from);
    return from->is_integer() && is_null(value);
  }
  if (to->is_struct_or_union())
    return same_type(to, from) || is_null(value);
  return false;
}

Expr *coerce(TypedNodes &nodes, Expr *value, const Type *target) {
  if (target->is_string())
    return to_string(nodes, value);
  if (target->is_struct_or_union())
    return value;
  if (value->type->is_string() && target->is_pointer())
    return make_retyped(nodes, text_pointer(nodes, value), target);
  // What a process's pointer is passed as still points into the process.
  if (value->type->is_pointer() && target->is_pointer() && space_of(value->type) == typed::Space::User)
    target = nodes.types.pointer_to(target->strip()->target, true);
  const Value decayed = decay(nodes, value);
  return make_convert(nodes, decayed ? *decayed : value, target);
}

Value assignment(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Assign &>(tree);
  return node.op ? compound(c, node) : plain(c, node);
}

Value increment(Context &c, const ast::Unary &tree) {
  const bool up = tree.op == ast::UnaryOp::PreInc || tree.op == ast::UnaryOp::PostInc;
  const char *op = up ? "++" : "--";
  TRY(target, target_of(c, *tree.operand, c.types.find(TypeKind::Typedef, "int64_t", false)));
  TRY_VOID(refuse_arrays(tree.span, target, op));
  if (!target->type->is_scalar())
    return fail(Tag::D_OP_SCALAR, tree.span, "operator %s requires a scalar, not %s", op,
                type_name(target->type).c_str());
  int64_t step = 1;
  if (target->type->is_pointer()) {
    const Type *element = target->type->strip()->target->strip();
    if (element->kind == TypeKind::Void || element->kind == TypeKind::Function)
      return fail(Tag::D_OP_VFPTR, tree.span, "operator %s cannot do arithmetic on a pointer to %s",
                  op, type_name(target->type).c_str());
    if (!element->is_complete())
      return fail(Tag::D_OP_INCOMPLETE, tree.span,
                  "operator %s cannot do arithmetic on a pointer to incomplete type %s", op,
                  type_name(element).c_str());
    step = element->size;
  }
  note_write(c, target, nullptr);
  auto *node =
      make_node<typed::IncrementExpr>(c, typed::ExprKind::Increment, target->type, tree.span);
  node->target = target;
  node->delta = up ? step : -step;
  node->prefix = tree.op == ast::UnaryOp::PreInc || tree.op == ast::UnaryOp::PreDec;
  return node;
}

} // namespace dtrace::analysis
