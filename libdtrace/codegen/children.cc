// Stage: codegen. See children.h.
#include "codegen/children.h"

namespace dtrace::codegen {

using namespace typed;

namespace {
void take_all(std::initializer_list<const Expr *> list, const TakeExpr &take) {
  for (const Expr *expr : list)
    if (expr)
      take(*expr);
}

void take_all(const std::vector<Expr *> &list, const TakeExpr &take) {
  for (const Expr *expr : list)
    take(*expr);
}
} // namespace

void for_each_child(const Expr &expr, const TakeExpr &take) {
  switch (expr.kind) {
  case ExprKind::Integer:
  case ExprKind::String:
  case ExprKind::LocalValue:
  case ExprKind::Guarded:
    return;
  case ExprKind::Variable:
    take_all(as<VariablePlace>(expr).keys, take);
    return take_all({as<VariablePlace>(expr).offset}, take);
  case ExprKind::Memory:
    return take_all({as<MemoryPlace>(expr).address}, take);
  case ExprKind::Bind:
    return take_all({as<BindExpr>(expr).value, as<BindExpr>(expr).body}, take);
  case ExprKind::Unary:
    return take_all({as<UnaryExpr>(expr).operand}, take);
  case ExprKind::Binary:
    return take_all({as<BinaryExpr>(expr).left, as<BinaryExpr>(expr).right}, take);
  case ExprKind::Compare:
    return take_all({as<CompareExpr>(expr).left, as<CompareExpr>(expr).right}, take);
  case ExprKind::StringCompare:
    return take_all({as<StringCompareExpr>(expr).left, as<StringCompareExpr>(expr).right}, take);
  case ExprKind::Logical:
    return take_all({as<LogicalExpr>(expr).left, as<LogicalExpr>(expr).right}, take);
  case ExprKind::Conditional:
    return take_all({as<ConditionalExpr>(expr).condition, as<ConditionalExpr>(expr).then_value,
                     as<ConditionalExpr>(expr).else_value}, take);
  case ExprKind::Comma:
    return take_all({as<CommaExpr>(expr).left, as<CommaExpr>(expr).right}, take);
  case ExprKind::Convert:
    return take_all({as<ConvertExpr>(expr).operand}, take);
  case ExprKind::ToString:
    return take_all({as<ToStringExpr>(expr).address}, take);
  case ExprKind::Assign:
    return take_all({as<AssignExpr>(expr).value, as<AssignExpr>(expr).target}, take);
  case ExprKind::Increment:
    return take_all({as<IncrementExpr>(expr).target}, take);
  case ExprKind::Builtin:
    return take_all(as<BuiltinExpr>(expr).arguments, take);
  }
}

} // namespace dtrace::codegen
