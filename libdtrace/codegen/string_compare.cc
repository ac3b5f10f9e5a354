// Stage: codegen. Comparing strings, and the strings that are numbers here.
#include "codegen/expressions.h"
#include "codegen/firing.h"
#include "codegen/strings.h"

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

llvm::Value *Strings::interned_id(const Expr &expr) {
  if (expr.kind == ExprKind::String)
    return number(as<StringConst>(expr).interned, 4);
  if (is_probe_name(expr))
    return firing_.name_id(as<BuiltinExpr>(expr));
  if (expr.kind == ExprKind::Conditional) {
    const auto &either = as<ConditionalExpr>(expr);
    return b_.CreateSelect(expressions_.truth(*either.condition), interned_id(*either.then_value),
                           interned_id(*either.else_value));
  }
  if (expr.kind == ExprKind::Comma) {
    expressions_.effect(*as<CommaExpr>(expr).left);
    return interned_id(*as<CommaExpr>(expr).right);
  }
  if (expr.kind == ExprKind::Bind) {
    expressions_.bind_local(as<BindExpr>(expr));
    return interned_id(*as<BindExpr>(expr).body);
  }
  unit_.refuse(expr.span, "this string as an interned one");
  return number(0, 4);
}

// ---- Comparisons ------------------------------------------------------------------------------

// Equal to a constant: its bytes and its NUL by words; what follows in the other does not matter.
llvm::Value *Strings::equals_constant(const Expr &expr, const std::string &value) {
  const Text other = text(expr);
  if (value.size() + 1 > other.bound)
    return b_.getFalse();
  Value *different = number(0);
  for (size_t offset = 0; offset <= value.size();) {
    unsigned length = 8;
    while (length > value.size() + 1 - offset)
      length /= 2;
    uint64_t word = 0;
    for (unsigned i = 0; i < length && offset + i < value.size(); i++)
      word |= uint64_t{static_cast<uint8_t>(value[offset + i])} << i * 8;
    Value *loaded = load(integer(length), at(other.address, offset), 1);
    different = b_.CreateOr(
        different, b_.CreateZExt(b_.CreateXor(loaded, number(word, length)), b_.getInt64Ty()));
    offset += length;
  }
  return b_.CreateICmpEQ(different, number(0));
}

llvm::Value *Strings::compare_text(const StringCompareExpr &expr) {
  const bool is_equality = expr.op == CompareOp::Eq || expr.op == CompareOp::Ne;
  const Expr *left = expr.left, *right = expr.right;
  if (left->kind == ExprKind::String)
    std::swap(left, right);
  const auto is_id = [&](const Expr *e) { return e->kind == ExprKind::String || is_probe_name(*e); };
  Value *equal = nullptr;
  if (is_equality && is_id(left) && is_id(right))
    equal = b_.CreateICmpEQ(interned_id(*left), interned_id(*right));
  else if (is_equality && right->kind == ExprKind::String &&
           as<StringConst>(*right).value.size() < 64)
    equal = equals_constant(*left, as<StringConst>(*right).value);
  if (equal)
    return bool_to_int(expr.op == CompareOp::Eq ? equal : b_.CreateNot(equal));
  const Text a = text(*expr.left), b = text(*expr.right);
  Value *order = runtime("dt_compare", {fn_.context, a.address, number(a.bound, 4), b.address,
                                        number(b.bound, 4)}, expr.span);
  using P = llvm::CmpInst::Predicate;
  static constexpr P predicates[] = {P::ICMP_EQ,  P::ICMP_NE,  P::ICMP_SLT,
                                     P::ICMP_SGT, P::ICMP_SLE, P::ICMP_SGE};
  return bool_to_int(b_.CreateICmp(predicates[static_cast<size_t>(expr.op)], order, number(0)));
}

} // namespace dtrace::codegen
