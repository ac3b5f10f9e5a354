// Stage: codegen. What actions do in the kernel when they fire; most only leave their record to the
// consumer.
#include "codegen/builder.h"

#include <dtrace/abi/state.h>

namespace dtrace::codegen {

using namespace typed;

ProgramBuilder::ActionMember ProgramBuilder::action_member(ActionKind kind) {
  static constexpr ActionMember members[] = {
#define ACTION(kind, effect, traits, check, make, ...) &ProgramBuilder::make,
#include "language/actions.def"
  };
  return members[static_cast<size_t>(kind)];
}

bool ProgramBuilder::has_kernel_effect(ActionKind kind) {
  return action_member(kind) != &ProgramBuilder::nothing;
}

// Null: the action leaves its values to its record; else the first field's value, made once.
llvm::Value *ProgramBuilder::act(const Statement &statement) {
  return (this->*action_member(statement.row->action))(statement);
}

llvm::Value *ProgramBuilder::nothing(const Statement &) { return nullptr; }

// The clauses after this one see that the activity has changed.
llvm::Value *ProgramBuilder::exit_action(const Statement &statement) {
  Value *status = number(0, 4);
  if (!statement.values.empty())
    status = resized(value(*statement.values[0]), 4, true);
  llvm::GlobalVariable *state = unit_.map("dt_state");
  store(status, at(state, offsetof(dt_state, exit_status)));
  store(number(DT_DRAINING, 4), at(state, offsetof(dt_state, activity)));
  return status;
}

// An id that is not active (0 is none) gives the clause's record up.
llvm::Value *ProgramBuilder::speculate_action(const Statement &statement) {
  unit_.add_speculations();
  Value *id = wide(*statement.values[0]);
  Value *taken = runtime("dt_speculate", {id, number(layout_->size)}, statement.span);
  if_then(b_.CreateICmpEQ(taken, number(0, 4)), [&] {
    if_then(has_record(), [&] { give_up_record(); }, "give_up");
  }, "not_active");
  return id;
}

llvm::Value *ProgramBuilder::end_speculation(const Statement &statement) {
  unit_.add_speculations();
  Value *id = wide(*statement.values[0]);
  return runtime("dt_speculation_end", {id}, statement.span);
}

// stop(), raise(), chill(), copyout(): a function in bpf/ by the rule of language/builtin.h.
llvm::Value *ProgramBuilder::runtime_action(const Statement &statement) {
  BuiltinExpr call{};
  call.kind = ExprKind::Builtin;
  call.span = statement.span;
  call.row = statement.row;
  call.arguments = statement.values;
  call_builtin(call, nullptr, 0);
  return nullptr;
}

} // namespace dtrace::codegen
