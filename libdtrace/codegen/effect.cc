// Stage: codegen. What an expression or an action does besides having a value.
#include "codegen/effect.h"

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

namespace {
template <class T> const T &as(const Expr &expr) { return static_cast<const T &>(expr); }

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

bool any_has_effect(const std::vector<Expr *> &list) {
  return std::ranges::any_of(list, [](const Expr *e) { return has_effect(*e); });
}
} // namespace

bool has_effect(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Integer:
  case ExprKind::String:
  case ExprKind::LocalValue:
    return false;
  case ExprKind::Variable:
    return any_has_effect(as<VariablePlace>(expr).keys) ||
           (as<VariablePlace>(expr).offset && has_effect(*as<VariablePlace>(expr).offset));
  case ExprKind::Memory:
    return has_effect(*as<MemoryPlace>(expr).address);
  case ExprKind::Bind:
    return has_effect(*as<BindExpr>(expr).value) || has_effect(*as<BindExpr>(expr).body);
  case ExprKind::Unary:
    return has_effect(*as<UnaryExpr>(expr).operand);
  case ExprKind::Binary:
    return has_effect(*as<BinaryExpr>(expr).left) || has_effect(*as<BinaryExpr>(expr).right);
  case ExprKind::Compare:
    return has_effect(*as<CompareExpr>(expr).left) || has_effect(*as<CompareExpr>(expr).right);
  case ExprKind::StringCompare:
    return has_effect(*as<StringCompareExpr>(expr).left) ||
           has_effect(*as<StringCompareExpr>(expr).right);
  case ExprKind::Logical:
    return has_effect(*as<LogicalExpr>(expr).left) || has_effect(*as<LogicalExpr>(expr).right);
  case ExprKind::Conditional:
    return has_effect(*as<ConditionalExpr>(expr).condition) ||
           has_effect(*as<ConditionalExpr>(expr).then_value) ||
           has_effect(*as<ConditionalExpr>(expr).else_value);
  case ExprKind::Comma:
    return has_effect(*as<CommaExpr>(expr).left) || has_effect(*as<CommaExpr>(expr).right);
  case ExprKind::Convert:
    return has_effect(*as<ConvertExpr>(expr).operand);
  case ExprKind::ToString:
    return has_effect(*as<ToStringExpr>(expr).address);
  case ExprKind::Builtin:
    return function_has_effect(as<BuiltinExpr>(expr).row->generator) ||
           any_has_effect(as<BuiltinExpr>(expr).arguments);
  case ExprKind::Assign:
  case ExprKind::Increment:
  case ExprKind::Guarded:
    return true;
  }
  return true;
}

bool has_kernel_effect(ActionKind action) {
  switch (action) {
  case ActionKind::Exit:
  case ActionKind::Speculate:
  case ActionKind::Commit:
  case ActionKind::Discard:
  case ActionKind::Stop:
  case ActionKind::Raise:
  case ActionKind::Copyout:
  case ActionKind::CopyoutString:
  case ActionKind::Chill:
    return true;
  default:
    return false;
  }
}

} // namespace dtrace::codegen
