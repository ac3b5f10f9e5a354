// Stage: codegen. What an expression does besides having a value.
#include "codegen/effect.h"
#include "codegen/children.h"

namespace dtrace::codegen {

using namespace typed;

namespace {
bool function_has_effect(Generator generator) {
  switch (generator) {
  case Generator::Alloca:
  case Generator::Copyin:
  case Generator::Copyinto:
  case Generator::Bcopy:
  case Generator::Strtok:
  case Generator::Speculation:
  case Generator::Memref:
    return true;
  default:
    return false;
  }
}

bool has_own_effect(const Expr &expr) {
  if (expr.kind == ExprKind::Builtin)
    return function_has_effect(static_cast<const BuiltinExpr &>(expr).row->generator);
  return expr.kind == ExprKind::Assign || expr.kind == ExprKind::Increment ||
         expr.kind == ExprKind::Guarded;
}
} // namespace

bool has_effect(const Expr &expr) {
  bool found = has_own_effect(expr);
  for_each_child(expr, [&](const Expr &child) { found = found || has_effect(child); });
  return found;
}

} // namespace dtrace::codegen
