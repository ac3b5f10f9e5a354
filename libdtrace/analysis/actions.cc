// Stage: analysis. Actions: each becomes an ActionRecord of its clause and a statement that fills
// it. Here are the table of who checks which action, the rules about speculation, and the actions
// that are no more than their prototype.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

namespace {
// What an action does to the clause's record.
enum class Effect {
  Data,    // is in it, or is done by the consumer when it comes
  Control, // is in it, but counts as no data: exit, discard
  Speculate,
  Commit,
  Kernel, // done where the probe fires; nothing is recorded
};

StatementResult plain_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult symbol_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult refused_action(Context &c, const ast::Call &call, const Builtin &row);

struct ActionRow {
  ActionKind kind;
  Effect effect;
  StatementResult (*check)(Context &, const ast::Call &, const Builtin &);
};
constexpr ActionRow action_rows[] = {
    {ActionKind::None, Effect::Data, plain_action},
    {ActionKind::Trace, Effect::Data, trace_action},
    {ActionKind::Tracemem, Effect::Data, tracemem_action},
    {ActionKind::Printf, Effect::Data, format_action},
    {ActionKind::Printa, Effect::Data, printa_action},
    {ActionKind::Print, Effect::Data, print_action},
    {ActionKind::Printm, Effect::Data, printm_action},
    {ActionKind::Stack, Effect::Data, symbol_action},
    {ActionKind::UserStack, Effect::Data, symbol_action},
    {ActionKind::JavaStack, Effect::Data, symbol_action},
    {ActionKind::Symbol, Effect::Data, symbol_action},
    {ActionKind::Exit, Effect::Control, plain_action},
    {ActionKind::Speculate, Effect::Speculate, plain_action},
    {ActionKind::Commit, Effect::Commit, plain_action},
    {ActionKind::Discard, Effect::Control, plain_action},
    {ActionKind::Clear, Effect::Data, aggregation_action},
    {ActionKind::Trunc, Effect::Data, aggregation_action},
    {ActionKind::Normalize, Effect::Data, aggregation_action},
    {ActionKind::Denormalize, Effect::Data, aggregation_action},
    {ActionKind::Setopt, Effect::Data, setopt_action},
    {ActionKind::Freopen, Effect::Data, format_action},
    {ActionKind::Ftruncate, Effect::Data, plain_action},
    {ActionKind::System, Effect::Data, format_action},
    {ActionKind::Stop, Effect::Kernel, plain_action},
    {ActionKind::Raise, Effect::Kernel, plain_action},
    {ActionKind::Copyout, Effect::Kernel, plain_action},
    {ActionKind::CopyoutString, Effect::Kernel, plain_action},
    {ActionKind::Chill, Effect::Kernel, plain_action},
    {ActionKind::Panic, Effect::Kernel, refused_action},
    {ActionKind::Breakpoint, Effect::Kernel, refused_action},
    {ActionKind::Pcap, Effect::Data, pcap_action},
};

const ActionRow &row_of(ActionKind kind) {
  return action_rows[static_cast<size_t>(kind)];
}

// speculate() is the first thing a clause records, commit() the only one: what is recorded goes to
// one buffer as a whole.
struct OrderRow {
  Effect effect;
  bool ClauseState::*after;
  Tag tag;
  const char *message;
};
constexpr OrderRow order_rows[] = {
    {Effect::Speculate, &ClauseState::speculates, Tag::D_SPEC_SPEC,
     "speculate( ) may be called once in a clause"},
    {Effect::Speculate, &ClauseState::commits, Tag::D_SPEC_COMM,
     "speculate( ) may not follow commit( )"},
    {Effect::Speculate, &ClauseState::has_data, Tag::D_SPEC_DREC,
     "speculate( ) may not follow actions that record data"},
    {Effect::Commit, &ClauseState::has_data, Tag::D_COMM_DREC,
     "commit( ) may not follow actions that record data"},
    {Effect::Data, &ClauseState::commits, Tag::D_DREC_COMM,
     "an action that records data may not follow commit( )"},
};

Result<void> check_order(ClauseState &state, Span span, const Builtin &row) {
  const Effect effect = row_of(row.action).effect;
  if (row.action == ActionKind::Exit && state.speculates)
    return fail(Tag::D_EXIT_SPEC, span, "exit( ) may not follow speculate( )");
  if (row.destructive && state.speculates)
    return fail(Tag::D_ACT_SPEC, span, "destructive action %s( ) may not follow speculate( )",
                std::string(row.name).c_str());
  for (const OrderRow &order : order_rows)
    if (order.effect == effect && state.*order.after)
      return fail(order.tag, span, "%s", order.message);
  state.speculates |= effect == Effect::Speculate;
  state.commits |= effect == Effect::Commit;
  state.has_data |= effect == Effect::Data;
  return {};
}

bool takes_number(ActionKind kind) {
  return kind == ActionKind::Exit || kind == ActionKind::Speculate || kind == ActionKind::Commit ||
         kind == ActionKind::Discard;
}

// Actions whose arguments are their prototype's. Only a number that the consumer needs is a field;
// what the kernel side needs are the statement's values.
StatementResult plain_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(arguments, check_arguments(c, call, row));
  ActionRecord record;
  if (takes_number(row.action))
    record.fields.push_back({.kind = FieldKind::Integer,
                             .size = 4,
                             .is_signed = true,
                             .type = arguments.front()->type});
  return add_action(c, call.span, row, std::move(record), std::move(arguments));
}

struct Refusal {
  ActionKind kind;
  const char *reason, *advice;
};
constexpr Refusal refusals[] = {
    {ActionKind::Panic, "Linux lets no tracing program panic the kernel",
     "system(\"echo c > /proc/sysrq-trigger\") does it when the consumer comes to the record"},
    {ActionKind::Breakpoint, "Linux lets no tracing program enter the kernel's debugger",
     "stop( ) stops the process that fired the probe, for a debugger to take"},
};

StatementResult refused_action(Context &, const ast::Call &call, const Builtin &row) {
  const Refusal &refusal = *std::ranges::find(refusals, row.action, &Refusal::kind);
  return advise(fail(Tag::D_CG_EXPR, call.span, "%s( ) is refused: %s",
                     std::string(row.name).c_str(), refusal.reason),
                refusal.advice);
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
  const bool recorded = row_of(row.action).effect != Effect::Kernel;
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
  return row_of(row.action).check(c, call, row);
}

} // namespace dtrace::analysis
