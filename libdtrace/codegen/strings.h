// Stage: codegen. Strings: written to a place that the caller gives (write_text), or used in place
// (text).
#pragma once
#include "codegen/code.h"

#include <unordered_map>

namespace dtrace::codegen {

class Faults;
class Scratch;
class Firing;
class Expressions;
class Variables;
class Builtins;

class Strings : Code {
public:
  Strings(FunctionState &fn, Faults &faults, Scratch &scratch, Firing &firing,
          Expressions &expressions, Variables &variables, Builtins &builtins)
      : Code(fn), faults_(faults), scratch_(scratch), firing_(firing), expressions_(expressions),
        variables_(variables), builtins_(builtins) {}

  void bind_text(const typed::Local &local, const typed::Expr &value);
  Text text(const typed::Expr &expr);
  void write_text(const typed::Expr &expr, Value *to, uint32_t size, bool pad);
  Text assign_text(const typed::AssignExpr &expr);
  Value *text_source(const typed::Expr &expr);
  Value *text_address(const typed::Expr &expr);
  Value *compare_text(const typed::StringCompareExpr &expr);
  Value *interned_id(const typed::Expr &expr);      // i32
  Value *read_user_text(Value *to, Value *size, Value *address); // as bpf_probe_read_user_str()

private:
  void copy_text(Text from, Value *to, uint32_t size, bool pad);
  void write_constant(const std::string &value, Value *to, uint32_t size, bool pad);
  void write_memory_text(const typed::ToStringExpr &expr, Value *to, uint32_t size, bool pad);
  void write_builtin_text(const typed::BuiltinExpr &expr, Value *to, uint32_t size, bool pad);
  void write_conditional(const typed::ConditionalExpr &expr, Value *to, uint32_t size, bool pad);
  Text variable_text(const typed::VariablePlace &place);
  Text temporary_text(const typed::Expr &expr);
  Value *equals_constant(const typed::Expr &expr, const std::string &value);

  Faults &faults_;
  Scratch &scratch_;
  Firing &firing_;
  Expressions &expressions_;
  Variables &variables_;
  Builtins &builtins_;
  std::unordered_map<const typed::Local *, Text> local_texts_;
};

} // namespace dtrace::codegen
