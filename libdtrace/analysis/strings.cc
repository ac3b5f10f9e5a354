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

Expr *to_string(Context &c, Expr *value) {
  if (value->type->is_string())
    return value;
  if (is_null(value)) {
    Expr *empty = make_string(c, value->span, "");
    static_cast<typed::StringConst *>(empty)->is_null = true;
    return empty;
  }
  const Type *type = value->type->strip();
  auto *node = make_node<typed::ToStringExpr>(c, typed::ExprKind::ToString, c.types.string_type(),
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

Value stringof_(Context &c, const ast::Expr &tree) {
  TRY(raw, expression(c, *static_cast<const ast::Stringof &>(tree).operand));
  TRY(value, reject_dynamic(raw, "operand of stringof"));
  const Type *type = value->type->strip();
  const bool array = type->kind == TypeKind::Array && type->target->strip()->size == 1;
  if (!type->is_string() && !type->is_scalar() && !array)
    return fail(Tag::D_STRINGOF_TYPE, tree.span, "stringof can not make a string of type %s",
                type_name(value->type).c_str());
  return to_string(c, value);
}

// ---- Bounds ----------------------------------------------------------------------------------

namespace {
uint32_t first_string_bound(const typed::BuiltinExpr &call) {
  for (const Expr *argument : call.arguments)
    if (argument->type->is_string())
      return argument->bound;
  return 1;
}

uint32_t builtin_bound(const Context &c, const typed::BuiltinExpr &call) {
  const Builtin &row = *call.row;
  uint32_t sum = 1;
  switch (row.bound) {
  case StringBound::Fixed:
    return row.bound_size;
  case StringBound::FirstOf:
    return std::min(std::max(first_string_bound(call), row.bound_size), c.strsize);
  case StringBound::SumOf:
    for (const Expr *argument : call.arguments)
      sum += argument->bound ? argument->bound - 1 : 0;
    return std::min(sum, c.strsize);
  default:
    return c.strsize;
  }
}

uint32_t part_bound(const typed::VariablePlace &place) {
  return place.offset ? place.type->strip()->size : place.variable->bound;
}

uint32_t bound_of(const Context &c, const Expr *value) {
  using enum typed::ExprKind;
  switch (value->kind) {
  case String:
    return static_cast<const typed::StringConst *>(value)->value.size() + 1;
  case Variable:
    return part_bound(*static_cast<const typed::VariablePlace *>(value));
  case LocalValue:
    return static_cast<const typed::LocalRef *>(value)->local->bound;
  case Bind:
    return static_cast<const typed::BindExpr *>(value)->body->bound;
  case Comma:
    return static_cast<const typed::CommaExpr *>(value)->right->bound;
  case Assign:
    return static_cast<const typed::AssignExpr *>(value)->value->bound;
  case Conditional: {
    const auto *node = static_cast<const typed::ConditionalExpr *>(value);
    return std::max(node->then_value->bound, node->else_value->bound);
  }
  case ToString: {
    // An array that is full has no NUL of its own.
    const uint64_t limit = static_cast<const typed::ToStringExpr *>(value)->limit;
    return limit && limit < c.strsize ? limit + 1 : c.strsize;
  }
  case Builtin:
    return builtin_bound(c, *static_cast<const typed::BuiltinExpr *>(value));
  default:
    return c.strsize;
  }
}

bool raise(uint32_t &bound, uint32_t to) {
  if (to <= bound)
    return false;
  bound = to;
  return true;
}

bool raise_variables(Context &c, bool at_once) {
  bool changed = false;
  for (const StringUse &use : c.string_uses) {
    const uint32_t bound = std::min(use.value->bound, c.strsize);
    if (use.slot)
      changed |= raise(use.slot->bound, bound);
    else if (bound > use.variable->bound)
      changed |= raise(use.variable->bound, at_once ? c.strsize : bound);
  }
  return changed;
}
} // namespace

// A string that grows by itself (x = strjoin(x, "a")) would take strsize rounds: after a few,
// what still grows gets all there is.
void compute_bounds(Context &c) {
  constexpr int rounds = 8;
  for (auto &[name, variable] : c.variables)
    if (variable->type->is_string())
      variable->bound = std::max(variable->bound, 1u);
  for (int round = 0;; round++) {
    bool changed = false;
    for (Expr *value : c.strings)
      changed |= raise(value->bound, std::max(bound_of(c, value), 1u));
    for (const typed::BindExpr *bind : c.binds)
      if (bind->local->type->is_string())
        changed |= raise(bind->local->bound, bind->value->bound);
    changed |= raise_variables(c, round >= rounds);
    if (!changed)
      return;
  }
}

} // namespace dtrace::analysis
