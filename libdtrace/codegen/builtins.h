// Stage: codegen. Built-in variables and functions: most are a call of the row's function in bpf/; the
// others have a generator here.
#pragma once
#include "codegen/code.h"

#include <unordered_map>

namespace dtrace::codegen {

class Faults;
class Scratch;
class Firing;
class Expressions;
class Variables;
class Strings;
class Stacks;

class Builtins : Code {
public:
  Builtins(FunctionState &fn, Faults &faults, Scratch &scratch, Firing &firing,
           Expressions &expressions, Variables &variables, Strings &strings, Stacks &stacks)
      : Code(fn), faults_(faults), scratch_(scratch), firing_(firing), expressions_(expressions),
        variables_(variables), strings_(strings), stacks_(stacks) {}

  void start_function(); // nothing has been asked for
  void forget();
  Value *builtin(const typed::BuiltinExpr &expr);
  void string_builtin(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  Value *call_builtin(const typed::BuiltinExpr &expr, Value *to, uint32_t to_size,
                      Value *state = nullptr);
  bool is_cached_text(const typed::BuiltinExpr &expr);
  Text cached_text(const typed::BuiltinExpr &expr);

private:
  using ScalarGenerator = Value *(Builtins::*)(const typed::BuiltinExpr &);
  Value *stack_variable(const typed::BuiltinExpr &expr);
  static ScalarGenerator scalar_generator(Generator generator);
  void write_code_name(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  void strtok(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  Value *call_scalar(const typed::BuiltinExpr &expr);
  Value *cached_variable(const typed::BuiltinExpr &expr);
  void write_user_text(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  Value *argument(const typed::BuiltinExpr &expr);
  Value *probe_id(const typed::BuiltinExpr &expr);
  Value *enabled_id(const typed::BuiltinExpr &expr);
  Value *errno_value(const typed::BuiltinExpr &expr);
  Value *current_thread(const typed::BuiltinExpr &expr);
  Value *cpu_part(const typed::BuiltinExpr &expr);
  Value *allocate(const typed::BuiltinExpr &expr);
  Value *copyin(const typed::BuiltinExpr &expr);
  void end_text(Value *memory, Value *size);
  Value *copyinto(const typed::BuiltinExpr &expr);
  Value *bcopy(const typed::BuiltinExpr &expr);
  Value *speculation(const typed::BuiltinExpr &expr);
  Value *memref(const typed::BuiltinExpr &expr);
  Value *refused(const typed::BuiltinExpr &expr);

  Faults &faults_;
  Scratch &scratch_;
  Firing &firing_;
  Expressions &expressions_;
  Variables &variables_;
  Strings &strings_;
  Stacks &stacks_;
  std::unordered_map<const Builtin *, std::pair<Cell, Cell>> cached_; // known, value
  std::unordered_map<const Builtin *, std::pair<Cell, llvm::AllocaInst *>> cached_text_;
};

} // namespace dtrace::codegen
