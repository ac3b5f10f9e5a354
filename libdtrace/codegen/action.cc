// Stage: codegen. What actions do in the kernel when they fire; most only leave their record to the
// consumer.
#include "codegen/actions.h"
#include "codegen/builtins.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/records.h"

#include <dtrace/abi/record.h>
#include <dtrace/abi/speculation.h>
#include <dtrace/abi/state.h>

namespace dtrace::codegen {

using namespace typed;

Actions::ActionMember Actions::action_member(ActionKind kind) {
  static constexpr ActionMember members[] = {
#define ACTION(kind, effect, traits, check, make, ...) &Actions::make,
#include "language/actions.def"
  };
  return members[static_cast<size_t>(kind)];
}

bool Actions::has_kernel_effect(ActionKind kind) {
  return action_member(kind) != &Actions::nothing;
}

// Null: the action leaves its values to its record; else the first field's value, made once.
llvm::Value *Actions::act(const Statement &statement) {
  return (this->*action_member(statement.row->action))(statement);
}

llvm::Value *Actions::nothing(const Statement &) { return nullptr; }

// The clauses after this one see that the activity has changed.
llvm::Value *Actions::exit_action(const Statement &statement) {
  Value *status = number(0, 4);
  if (!statement.values.empty())
    status = resized(expressions_.value(*statement.values[0]), 4, true);
  llvm::GlobalVariable *state = unit_.map("dt_state");
  store(status, at(state, offsetof(dt_state, exit_status)));
  store(number(DT_DRAINING, 4), at(state, offsetof(dt_state, activity)));
  return status;
}

// An id that is not active (0 is none) ends the clause, and nothing is recorded of it; one that never
// was is a fault.
llvm::Value *Actions::speculate_action(const Statement &statement) {
  unit_.add_speculations();
  Value *id = expressions_.value(*statement.values[0]);
  Value *size = b_.CreateSelect(records_.has_record(), number(now_.layout->size), number(0));
  Value *taken = runtime("dt_speculate", {id, size}, statement.span);
  const auto is = [&](dt_speculation_answer answer) {
    return b_.CreateICmpEQ(taken, number(answer, 4));
  };
  const auto give_up = [&] {
    if_then(records_.has_record(), [&] { records_.give_up_record(); }, "give_up");
  };
  faults_.fault_if(is(DT_SPECULATION_UNKNOWN), DT_FAULT_ILLOP, id, "unknown");
  Block *idle = block("not_active"), *active = block("active");
  branch(is(DT_SPECULATION_IDLE), idle, active);
  begin(idle);
  if (now_.skip_pieces)
    now_.skip_pieces();
  give_up();
  jump(now_.end);
  begin(active);
  if_then(is(DT_SPECULATION_FULL), give_up, "full");
  return id;
}

llvm::Value *Actions::commit_action(const Statement &statement) {
  unit_.add_speculations();
  Value *id = expressions_.value(*statement.values[0]);
  Value *told = b_.CreateZExt(records_.has_record(), b_.getInt32Ty());
  return runtime("dt_speculation_commit", {id, told, records_.at_stake()}, statement.span);
}

llvm::Value *Actions::end_speculation(const Statement &statement) {
  unit_.add_speculations();
  Value *id = expressions_.value(*statement.values[0]);
  return runtime("dt_speculation_end", {id}, statement.span);
}

// stop(), raise(), chill(), copyout(): a function in bpf/ by the rule of language/builtin.h.
llvm::Value *Actions::runtime_action(const Statement &statement) {
  BuiltinExpr call{};
  call.kind = ExprKind::Builtin;
  call.span = statement.span;
  call.row = statement.row;
  call.arguments = statement.values;
  builtins_.call_builtin(call, nullptr, 0);
  return nullptr;
}

} // namespace dtrace::codegen
