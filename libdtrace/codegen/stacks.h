// Stage: codegen. Stacks: as fields of records, as keys, and the built-in variables that look at one.
#pragma once
#include "codegen/code.h"

namespace dtrace::codegen {

class Scratch;

class Stacks : Code {
public:
  Stacks(FunctionState &fn, Scratch &scratch)
      : Code(fn), scratch_(scratch) {}

  void write_stack(const Field &field, const typed::Expr &expr, Value *to);
  Value *stack_variable(const typed::BuiltinExpr &expr);
  // Of the stacks that are keys since begin_key(): whether one found no room, an i1; null: none may.
  void begin_key() { missing_ = nullptr; }
  Value *missing() const { return missing_; }
  void write_user_stack(const Field &field, const typed::Expr &expr, Value *to);

private:
  Value *capture(Value *to, uint32_t size, uint64_t flags);
  Value *capture_kernel(Value *to, uint32_t size);
  Value *capture_user(Value *to, uint32_t size, Span span, Value **bytes = nullptr);
  Value *is_tracing(Value *frame, std::string name);
  std::vector<Value *> tracing_frames(Value *frames);
  Value *count_tracing(Value *frames);
  void write_kernel_stack(const Field &field, const typed::Expr &expr, Value *to);
  void write_stack_id(const Field &field, const typed::Expr &expr, Value *to);
  Value *caller(const typed::BuiltinExpr &expr);
  Value *user_caller(const typed::BuiltinExpr &expr);
  Value *depth(const typed::BuiltinExpr &expr, Value *bytes, Value *own);
  Value *kept_stack(const typed::BuiltinExpr &expr);
  Value *stack_depth(const typed::BuiltinExpr &expr);
  Value *user_stack_depth(const typed::BuiltinExpr &expr);

  Scratch &scratch_;
  Value *missing_ = nullptr;
};

} // namespace dtrace::codegen
