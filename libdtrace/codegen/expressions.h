// Stage: codegen. Scalar expressions. An integer is an LLVM integer of its D size, a pointer an i64;
// analysis has made every conversion a node.
#pragma once
#include "codegen/code.h"

#include <unordered_map>

namespace dtrace::codegen {

class Faults;
class Scratch;
class Variables;
class Strings;
class Builtins;

class Expressions : Code {
public:
  Expressions(FunctionState &fn, Faults &faults, Scratch &scratch, Variables &variables,
              Strings &strings, Builtins &builtins)
      : Code(fn), faults_(faults), scratch_(scratch), variables_(variables), strings_(strings),
        builtins_(builtins) {}

  using Change = std::function<Value *(Value *before)>;

  Value *value(const typed::Expr &expr);
  void effect(const typed::Expr &expr);
  Value *truth(const typed::Expr &expr); // i1
  void bind_local(const typed::BindExpr &expr);

private:
  void conditional_effect(const typed::ConditionalExpr &expr);
  Value *unary(const typed::UnaryExpr &expr);
  Value *binary(const typed::BinaryExpr &expr);
  Value *operate(typed::BinaryOp op, Value *left, Value *right, bool is_signed, Span span);
  Value *divide(typed::BinaryOp op, Value *left, Value *right, bool is_signed, Span span);
  Value *compare(const typed::CompareExpr &expr);
  Value *logical(const typed::LogicalExpr &expr);
  Value *conditional(const typed::ConditionalExpr &expr);
  Value *convert(const typed::ConvertExpr &expr, const Type *to);
  Value *assign(const typed::AssignExpr &expr);
  Value *as_stored(const typed::Expr &place, Value *value);
  Value *change(const typed::Expr &place, const Change &made, bool want_after);
  Value *increment(const typed::IncrementExpr &expr);
  Value *bind(const typed::BindExpr &expr);

  Faults &faults_;
  Scratch &scratch_;
  Variables &variables_;
  Strings &strings_;
  Builtins &builtins_;
  std::unordered_map<const typed::Local *, Value *> locals_;
};

} // namespace dtrace::codegen
