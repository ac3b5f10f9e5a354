// Stage: codegen. What actions do in the kernel when they fire; most only leave their record to the
// consumer.
#include "codegen/builder.h"

#include <dtrace/abi/state.h>

namespace dtrace::codegen {

using namespace typed;

void ProgramBuilder::act(const Statement &statement) {
  using P = ProgramBuilder;
  static const std::map<ActionKind, void (P::*)(const Statement &)> effects = {
      {ActionKind::Exit, &P::exit_action},
      {ActionKind::Speculate, &P::not_yet},
      {ActionKind::Commit, &P::not_yet},
      {ActionKind::Discard, &P::not_yet},
      {ActionKind::Stop, &P::runtime_action},
      {ActionKind::Raise, &P::runtime_action},
      {ActionKind::Copyout, &P::runtime_action},
      {ActionKind::CopyoutString, &P::runtime_action},
      {ActionKind::Chill, &P::runtime_action},
      {ActionKind::Panic, &P::not_yet},
      {ActionKind::Breakpoint, &P::not_yet},
  };
  if (const auto it = effects.find(statement.row->action); it != effects.end())
    (this->*it->second)(statement);
}

void ProgramBuilder::not_yet(const Statement &statement) {
  unit_.unsupported(statement.span, std::string(statement.row->name) + "()");
}

// The clauses after this one see that the activity has changed.
void ProgramBuilder::exit_action(const Statement &statement) {
  Value *status = number(0, 4);
  if (!statement.values.empty())
    status = resized(value(*statement.values[0]), 4, true);
  llvm::GlobalVariable *state = unit_.map("dt_state");
  store(status, at(state, offsetof(dt_state, exit_status)));
  store(number(DT_DRAINING, 4), at(state, offsetof(dt_state, activity)));
}

// stop(), raise(), chill(), copyout(): a function in bpf/ by the rule of language/builtin.h.
void ProgramBuilder::runtime_action(const Statement &statement) {
  BuiltinExpr call{};
  call.kind = ExprKind::Builtin;
  call.span = statement.span;
  call.row = statement.row;
  call.arguments = statement.values;
  call_builtin(call, nullptr, 0);
}

} // namespace dtrace::codegen
