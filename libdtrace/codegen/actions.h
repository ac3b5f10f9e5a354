// Stage: codegen. What actions do in the kernel when they fire; most only leave their record to the
// consumer.
#pragma once
#include "codegen/code.h"

namespace dtrace::codegen {

class Expressions;
class Faults;
class Builtins;
class Records;

class Actions : Code {
public:
  Actions(FunctionState &fn, Faults &faults, Expressions &expressions, Builtins &builtins,
          Records &records)
      : Code(fn), faults_(faults), expressions_(expressions), builtins_(builtins), records_(records) {}

  Value *act(const typed::Statement &statement); // the value of the action's first field, or null
  static bool has_kernel_effect(ActionKind kind);

private:
  using ActionMember = Value *(Actions::*)(const typed::Statement &);
  static ActionMember action_member(ActionKind kind);
  Value *nothing(const typed::Statement &statement);
  Value *exit_action(const typed::Statement &statement);
  Value *speculate_action(const typed::Statement &statement);
  Value *commit_action(const typed::Statement &statement);
  Value *end_speculation(const typed::Statement &statement);
  Value *runtime_action(const typed::Statement &statement);

  Faults &faults_;
  Expressions &expressions_;
  Builtins &builtins_;
  Records &records_;
};

} // namespace dtrace::codegen
