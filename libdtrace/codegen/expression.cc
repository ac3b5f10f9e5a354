// Stage: codegen. Scalar expressions. Each is an i64; its D type says what is stored and recorded of
// it, and how it is signed. Analysis has made every conversion a node.
#include "codegen/builtins.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/scratch.h"
#include "codegen/strings.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>

namespace dtrace::codegen {

using namespace typed;

namespace {
bool is_signed(const Type *type) {
  const Type *plain = type->strip();
  return plain->kind != TypeKind::Pointer && plain->is_signed;
}

unsigned size_of(const Type *type) {
  const Type *plain = type->strip();
  const bool plain_number = plain->kind == TypeKind::Integer || plain->kind == TypeKind::Enum;
  return plain_number && plain->size <= 8 ? plain->size : 8;
}

} // namespace

unsigned scalar_size(const Type *type) { return size_of(type); }
bool scalar_is_signed(const Type *type) { return is_signed(type); }

llvm::Value *Expressions::value(const Expr &expr) {
  if (expr.type->is_string())
    return strings_.text_address(expr);
  switch (expr.kind) {
  case ExprKind::Integer:
    return number(as<IntegerConst>(expr).value);
  case ExprKind::Variable:
  case ExprKind::Memory:
    return variables_.load_place(expr);
  case ExprKind::LocalValue:
    return locals_.at(as<LocalRef>(expr).local);
  case ExprKind::Bind:
    return bind(as<BindExpr>(expr));
  case ExprKind::Unary:
    return unary(as<UnaryExpr>(expr));
  case ExprKind::Binary:
    return binary(as<BinaryExpr>(expr));
  case ExprKind::Compare:
    return compare(as<CompareExpr>(expr));
  case ExprKind::Logical:
    return logical(as<LogicalExpr>(expr));
  case ExprKind::Conditional:
    return conditional(as<ConditionalExpr>(expr));
  case ExprKind::Comma:
    effect(*as<CommaExpr>(expr).left);
    return value(*as<CommaExpr>(expr).right);
  case ExprKind::Convert:
    return convert(as<ConvertExpr>(expr), expr.type);
  case ExprKind::StringCompare:
    return strings_.compare_text(as<StringCompareExpr>(expr));
  case ExprKind::Assign:
    return assign(as<AssignExpr>(expr));
  case ExprKind::Increment:
    return increment(as<IncrementExpr>(expr));
  case ExprKind::Builtin:
    return as_typed(builtins_.builtin(as<BuiltinExpr>(expr)), expr.type);
  case ExprKind::String:
  case ExprKind::ToString:
  case ExprKind::Guarded:
    break;
  }
  unit_.refuse(expr.span, "this expression");
  return number(0);
}

// For what it does; its value, if it has any, is dropped.
void Expressions::effect(const Expr &expr) {
  const Type *type = expr.type->strip();
  if (expr.kind == ExprKind::Assign && type->is_struct_or_union())
    variables_.assign_bytes(as<AssignExpr>(expr));
  else if (expr.kind == ExprKind::Assign && type->is_string())
    strings_.assign_text(as<AssignExpr>(expr));
  else if (expr.kind == ExprKind::Comma)
    effect(*as<CommaExpr>(expr).left), effect(*as<CommaExpr>(expr).right);
  else if (expr.kind == ExprKind::Bind)
    bind_local(as<BindExpr>(expr)), effect(*as<BindExpr>(expr).body);
  else if (expr.kind == ExprKind::Conditional)
    conditional_effect(as<ConditionalExpr>(expr));
  else if (type->is_string())
    strings_.text(expr);
  else if (!type->is_struct_or_union())
    value(expr);
}

void Expressions::conditional_effect(const ConditionalExpr &expr) {
  Block *yes = block("yes"), *no = block("no"), *after = block("after");
  branch(truth(*expr.condition), yes, no);
  begin(yes);
  effect(*expr.then_value);
  jump(after);
  begin(no);
  effect(*expr.else_value);
  jump(after);
  begin(after);
}

llvm::Value *Expressions::truth(const Expr &expr) {
  if (expr.kind == ExprKind::Logical && as<LogicalExpr>(expr).op == LogicalOp::Xor)
    return b_.CreateXor(truth(*as<LogicalExpr>(expr).left), truth(*as<LogicalExpr>(expr).right));
  Value *scalar = value(expr);
  if (fn_.large && expr.kind != ExprKind::Compare)
    scalar = unlinked(scalar);
  return b_.CreateICmpNE(scalar, llvm::ConstantInt::get(scalar->getType(), 0));
}

llvm::Value *Expressions::convert(const ConvertExpr &expr, const Type *to) {
  Value *operand = value(*expr.operand);
  if (expr.keeps)
    return operand;
  if (to->strip()->is_bool)
    return bool_to_int(b_.CreateICmpNE(operand, number(0)));
  return as_typed(operand, to);
}

llvm::Value *Expressions::unary(const UnaryExpr &expr) {
  if (expr.op == UnaryOp::Not)
    return bool_to_int(b_.CreateNot(truth(*expr.operand)));
  Value *operand = value(*expr.operand);
  return expr.op == UnaryOp::Minus ? b_.CreateNeg(operand) : b_.CreateNot(operand);
}

llvm::Value *Expressions::binary(const BinaryExpr &expr) {
  Value *left = value(*expr.left);
  Value *slot = scratch_.put_aside(left, *expr.right);
  Value *right = value(*expr.right);
  if (slot)
    left = volatile_load(left->getType(), slot);
  return made_here(operate(expr.op, left, right, is_signed(expr.type), expr.span));
}

llvm::Value *Expressions::operate(BinaryOp op, Value *left, Value *right, bool is_signed,
                                     Span span) {
  const auto count = [&] { return b_.CreateAnd(right, 63); };
  switch (op) {
  case BinaryOp::Add:
    return b_.CreateAdd(left, right);
  case BinaryOp::Sub:
    return b_.CreateSub(left, right);
  case BinaryOp::Mul:
    return b_.CreateMul(left, right);
  case BinaryOp::Div:
  case BinaryOp::Mod:
    return divide(op, left, right, is_signed, span);
  case BinaryOp::Shl:
    return b_.CreateShl(left, count());
  case BinaryOp::Shr:
    return is_signed ? b_.CreateAShr(left, count()) : b_.CreateLShr(left, count());
  case BinaryOp::And:
    return b_.CreateAnd(left, right);
  case BinaryOp::Or:
    return b_.CreateOr(left, right);
  case BinaryOp::Xor:
    return b_.CreateXor(left, right);
  }
  return left;
}

// BPF divides without sign before its version 4; a constant divisor needs no test.
llvm::Value *Expressions::divide(BinaryOp op, Value *left, Value *right, bool is_signed,
                                    Span span) {
  const bool quotient = op == BinaryOp::Div;
  const auto *constant = llvm::dyn_cast<llvm::ConstantInt>(right);
  if (!is_signed && constant && !constant->isZero())
    return quotient ? b_.CreateUDiv(left, right) : b_.CreateURem(left, right);
  const char *name = is_signed ? (quotient ? "dt_divide" : "dt_remainder")
                               : (quotient ? "dt_divide_unsigned" : "dt_remainder_unsigned");
  Value *result = runtime(name, {fn_.context, left, right}, span);
  if (!constant || constant->isZero())
    faults_.check_fault();
  return result;
}

llvm::Value *Expressions::compare(const CompareExpr &expr) {
  using P = llvm::CmpInst::Predicate;
  static constexpr P with_sign[] = {P::ICMP_EQ,  P::ICMP_NE,  P::ICMP_SLT,
                                    P::ICMP_SGT, P::ICMP_SLE, P::ICMP_SGE};
  static constexpr P without[] = {P::ICMP_EQ,  P::ICMP_NE,  P::ICMP_ULT,
                                  P::ICMP_UGT, P::ICMP_ULE, P::ICMP_UGE};
  const bool sign = is_signed(expr.left->type);
  Value *left = unlinked(value(*expr.left));
  Value *right = unlinked(value(*expr.right));
  const auto op = static_cast<size_t>(expr.op);
  return bool_to_int(b_.CreateICmp(sign ? with_sign[op] : without[op], left, right));
}

llvm::Value *Expressions::logical(const LogicalExpr &expr) {
  if (expr.op == LogicalOp::Xor)
    return bool_to_int(truth(expr));
  Value *left = truth(*expr.left);
  Block *from = b_.GetInsertBlock(), *right = block("right"), *after = block("after");
  const bool is_and = expr.op == LogicalOp::And;
  branch(left, is_and ? right : after, is_and ? after : right);
  begin(right);
  Value *second = truth(*expr.right);
  Block *right_end = b_.GetInsertBlock();
  jump(after);
  begin(after);
  llvm::PHINode *both = b_.CreatePHI(b_.getInt1Ty(), 2);
  both->addIncoming(b_.getInt1(!is_and), from);
  both->addIncoming(second, right_end);
  return bool_to_int(both);
}

llvm::Value *Expressions::conditional(const ConditionalExpr &expr) {
  if (expr.type->strip()->kind == TypeKind::Void) {
    conditional_effect(expr);
    return number(0);
  }
  Block *yes = block("yes"), *no = block("no"), *after = block("after");
  branch(truth(*expr.condition), yes, no);
  begin(yes);
  Value *then_value = value(*expr.then_value);
  yes = b_.GetInsertBlock();
  jump(after);
  begin(no);
  Value *else_value = value(*expr.else_value);
  no = b_.GetInsertBlock();
  jump(after);
  begin(after);
  llvm::PHINode *either = b_.CreatePHI(b_.getInt64Ty(), 2);
  either->addIncoming(then_value, yes);
  either->addIncoming(else_value, no);
  return either;
}

// What a place has after `value` was stored: less than that, when it is a bit-field.
llvm::Value *Expressions::as_stored(const Expr &place, Value *value) {
  const auto &bits = place.kind == ExprKind::Memory ? as<MemoryPlace>(place).bits
                                                    : as<VariablePlace>(place).bits;
  if (!bits)
    return as_typed(value, place.type);
  Value *shifted = b_.CreateShl(value, llvm::ConstantInt::get(value->getType(), bits->shift));
  return variables_.extract_bits(shifted, *bits, is_signed(place.type));
}

llvm::Value *Expressions::assign(const AssignExpr &expr) {
  const Type *type = expr.target->type;
  if (!expr.op) {
    Value *result = value(*expr.value);
    variables_.store_place(*expr.target, result);
    return as_stored(*expr.target, result);
  }
  const Type *operation = expr.operation ? expr.operation : type;
  return change(*expr.target, [&](Value *before) {
    Value *slot = scratch_.put_aside(before, *expr.value);
    Value *right = value(*expr.value);
    if (slot)
      before = volatile_load(before->getType(), slot);
    return operate(*expr.op, before, right, is_signed(operation), expr.span);
  }, true);
}

// The place's value becomes what is made of it; the value after or before that.
llvm::Value *Expressions::change(const Expr &place, const Change &made, bool want_after) {
  if (place.kind == ExprKind::Variable) {
    const auto &variable = as<VariablePlace>(place);
    if (variable.variable->is_array && !variable.offset && !variable.bits)
      return variables_.change_element(variable, made, want_after);
  }
  Value *before = variables_.load_place(place);
  Value *after = made(before);
  variables_.store_place(place, after);
  return want_after ? as_stored(place, after) : before;
}

llvm::Value *Expressions::increment(const IncrementExpr &expr) {
  return change(*expr.target, [&](Value *before) {
    return b_.CreateAdd(before, llvm::ConstantInt::get(before->getType(), expr.delta, true));
  }, expr.prefix);
}

void Expressions::bind_local(const BindExpr &expr) {
  if (expr.local->type->is_string())
    strings_.bind_text(*expr.local, *expr.value);
  else
    locals_[expr.local] = value(*expr.value);
}

llvm::Value *Expressions::bind(const BindExpr &expr) {
  bind_local(expr);
  return value(*expr.body);
}

} // namespace dtrace::codegen
