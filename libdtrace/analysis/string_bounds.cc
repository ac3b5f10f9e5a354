// Stage: analysis. See string_bounds.h.
#include "analysis/string_bounds.h"

namespace dtrace::analysis {

using typed::Expr;

namespace {
uint32_t first_string_bound(const typed::BuiltinExpr &call) {
  for (const Expr *argument : call.arguments)
    if (argument->type->is_string())
      return argument->bound;
  return 1;
}

uint32_t builtin_bound(uint32_t strsize, const typed::BuiltinExpr &call) {
  const Builtin &row = *call.row;
  uint32_t sum = 1;
  switch (row.bound) {
  case StringBound::Fixed:
    return row.bound_size;
  case StringBound::FirstOf:
    return std::min(std::max(first_string_bound(call), row.bound_size), strsize);
  case StringBound::SumOf:
    for (const Expr *argument : call.arguments)
      sum += argument->bound ? argument->bound - 1 : 0;
    return std::min(sum, strsize);
  default:
    return strsize;
  }
}

uint32_t part_bound(const typed::VariablePlace &place) {
  return place.offset ? place.type->strip()->size : place.variable->bound;
}

uint32_t bound_of(uint32_t strsize, const Expr *value) {
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
    return limit && limit < strsize ? limit + 1 : strsize;
  }
  case Builtin:
    return builtin_bound(strsize, *static_cast<const typed::BuiltinExpr *>(value));
  default:
    return strsize;
  }
}

bool raise(uint32_t &bound, uint32_t to) {
  if (to <= bound)
    return false;
  bound = to;
  return true;
}

} // namespace

bool StringBounds::raise_variables(uint32_t strsize, bool at_once) {
  bool changed = false;
  for (const StringUse &use : uses_) {
    const uint32_t bound = std::min(use.value->bound, strsize);
    if (use.slot)
      changed |= raise(use.slot->bound, bound);
    else if (bound > use.variable->bound)
      changed |= raise(use.variable->bound, at_once ? strsize : bound);
  }
  return changed;
}

// A string that grows by itself (x = strjoin(x, "a")) would take strsize rounds: after a few,
// what still grows gets all there is.
void StringBounds::compute(const std::vector<typed::Variable *> &variables, uint32_t strsize) {
  constexpr int rounds = 8;
  for (typed::Variable *variable : variables)
    if (variable->type->is_string())
      variable->bound = std::max(variable->bound, 1u);
  for (int round = 0;; round++) {
    bool changed = false;
    for (Expr *value : strings_)
      changed |= raise(value->bound, std::max(bound_of(strsize, value), 1u));
    for (const typed::BindExpr *bind : binds_)
      if (bind->local->type->is_string())
        changed |= raise(bind->local->bound, bind->value->bound);
    changed |= raise_variables(strsize, round >= rounds);
    if (!changed)
      return;
  }
}

void StringBounds::forget_since(const Mark &mark) {
  strings_.resize(mark.strings);
  uses_.resize(mark.uses);
  binds_.resize(mark.binds);
}

} // namespace dtrace::analysis
