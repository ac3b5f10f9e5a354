// Stage: analysis. Actions: each becomes an ActionRecord of its clause and a statement that fills
// it. Here are the rules about speculation, and the actions that are no more than their prototype.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

namespace {
StatementResult plain_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult symbol_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult panic_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult breakpoint_action(Context &c, const ast::Call &call, const Builtin &row);

using CheckAction = StatementResult (*)(Context &, const ast::Call &, const Builtin &);
constexpr CheckAction checks[] = {
#define ACTION(kind, effect, traits, check, ...) check,
#include "language/actions.def"
};

// speculate() is the first thing a clause records, commit() the only one: what is recorded goes to
// one buffer as a whole.
struct OrderRow {
  RecordEffect effect;
  bool ClauseState::*after;
  Tag tag;
  const char *message;
};
constexpr OrderRow order_rows[] = {
    {RecordEffect::Speculate, &ClauseState::speculates, Tag::D_SPEC_SPEC,
     "speculate( ) may be called once in a clause"},
    {RecordEffect::Speculate, &ClauseState::commits, Tag::D_SPEC_COMM,
     "speculate( ) may not follow commit( )"},
    {RecordEffect::Speculate, &ClauseState::has_data, Tag::D_SPEC_DREC,
     "speculate( ) may not follow actions that record data"},
    {RecordEffect::Commit, &ClauseState::has_data, Tag::D_COMM_DREC,
     "commit( ) may not follow actions that record data"},
    {RecordEffect::Data, &ClauseState::commits, Tag::D_DREC_COMM,
     "an action that records data may not follow commit( )"},
};

Result<void> check_order(ClauseState &state, Span span, const Builtin &row) {
  // exit() records its status, but is a clause's last word wherever it goes.
  const bool exits = row.action == ActionKind::Exit;
  const RecordEffect effect = exits ? RecordEffect::Data : effect_of(row.action);
  if (exits && state.speculates)
    return fail(Tag::D_EXIT_SPEC, span, "exit( ) may not follow speculate( )");
  if (row.destructive && state.speculates)
    return fail(Tag::D_ACT_SPEC, span, "destructive action %s( ) may not follow speculate( )",
                std::string(row.name).c_str());
  for (const OrderRow &order : order_rows)
    if (order.effect == effect && state.*order.after)
      return fail(order.tag, span, "%s", order.message);
  state.speculates |= effect == RecordEffect::Speculate;
  state.commits |= effect == RecordEffect::Commit;
  state.has_data |= effect == RecordEffect::Data;
  return {};
}

// Actions whose arguments are their prototype's. Only a number that the consumer needs is a field;
// what the kernel side needs are the statement's values.
StatementResult plain_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(arguments, check_arguments(c, call, row));
  ActionRecord record;
  if (has(row.action, takes_number))
    record.fields.push_back({.kind = FieldKind::Integer,
                             .size = 4,
                             .is_signed = true,
                             .type = arguments.front()->type});
  return add_action(c, call.span, row, std::move(record), std::move(arguments));
}

StatementResult panic_action(Context &, const ast::Call &call, const Builtin &) {
  return advise(
      fail(Tag::D_CG_EXPR, call.span,
           "panic( ) is refused: Linux does not let a tracing program panic the kernel"),
      "system(\"echo c > /proc/sysrq-trigger\") does it when dtrace processes the record");
}

StatementResult breakpoint_action(Context &, const ast::Call &call, const Builtin &) {
  return advise(
      fail(Tag::D_CG_EXPR, call.span,
           "breakpoint( ) is refused: Linux does not let a tracing program enter the kernel's "
           "debugger"),
      "stop( ) stops the process that fired the probe, so that a debugger can attach to it");
}

StatementResult symbol_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(value, expression(c, call));
  TRY(field, field_for(c, value));
  ActionRecord record;
  record.indent = c.input.options.number("stackindent");
  record.frames = field.frames;
  record.fields.push_back(std::move(field));
  return add_action(c, call.span, row, std::move(record), {value});
}
} // namespace

StatementResult add_action(Context &c, Span span, const Builtin &row, ActionRecord record,
                           std::vector<Expr *> values) {
  ClauseState &state = *c.clause;
  TRY_VOID(check_order(state, span, row));
  const bool recorded = effect_of(row.action) != RecordEffect::Kernel;
  if (recorded && state.conditional && state.guard < 0)
    state.guard = state.guards++;
  record.kind = row.action;
  record.guard = recorded ? state.guard : -1;
  state.clause->records |= recorded;
  state.clause->exits |= row.action == ActionKind::Exit;
  c.program.manifest.destructive |= row.destructive;
  typed::Statement *statement = make_statement(c, typed::StatementKind::Record, span);
  statement->action = state.record.actions.size();
  statement->row = &row;
  for (size_t i = 0; i < values.size(); i++)
    if (i >= record.fields.size() || !record.fields[i].is_constant)
      statement->values.push_back(values[i]);
  state.record.actions.push_back(std::move(record));
  return statement;
}

StatementResult action(Context &c, const ast::Call &call, const Builtin &row) {
  note_attributes(c, row.attributes);
  return checks[static_cast<size_t>(row.action)](c, call, row);
}

} // namespace dtrace::analysis
