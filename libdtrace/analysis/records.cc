// Stage: analysis. Where everything lies, once all bounds are known: variables in the blocks of
// their scopes, keys in their tuples, fields in the records.
#include "analysis/context.h"

#include <dtrace/abi/record.h>

#include <algorithm>
#include <bit>

namespace dtrace::analysis {

namespace {
uint32_t round_up(uint32_t value, uint32_t unit) {
  return (value + unit - 1) / unit * unit;
}

uint32_t alignment_of(uint32_t size) {
  return std::min(8u, std::bit_floor(std::max(size, 1u)));
}

// ---- Variables -------------------------------------------------------------------------------

uint32_t place(uint32_t &end, uint32_t size) {
  const uint32_t offset = round_up(end, alignment_of(size));
  end = offset + size;
  return offset;
}

void lay_out_variables(TypedProgram &program) {
  for (typed::Variable *variable : program.variables) {
    const bool is_string = variable->type->is_string();
    variable->size = is_string ? variable->bound : variable->type->strip()->size;
    if (variable->is_array)
      variable->key_size = pack_keys(variable->keys);
    else if (variable->scope == typed::Scope::Global)
      variable->offset = place(program.globals_size, variable->size);
    else if (variable->scope == typed::Scope::Self)
      variable->offset = place(program.self_size, variable->size);
  }
  program.globals_size = round_up(program.globals_size, 8);
  program.self_size = round_up(program.self_size, 8);
}

// ---- Keys ------------------------------------------------------------------------------------

Field key_field(const typed::KeySlot &slot) {
  const Type *type = slot.type->strip();
  Field field{.kind = FieldKind::Integer,
              .offset = slot.offset,
              .size = slot.size,
              .shown_size = type->shown_size,
              .is_signed = type->is_signed,
              .is_char = type->is_char,
              .type = slot.type};
  if (type->is_string())
    field.kind = slot.interned ? FieldKind::Interned : FieldKind::String;
  else if (type->kind == TypeKind::Stack || is_kept_stack(slot.type))
    field.kind = FieldKind::StackId;
  else if (type->kind == TypeKind::UserStack)
    field.kind = FieldKind::UserStackId;
  else if (!type->is_scalar())
    field.kind = FieldKind::Bytes;
  return field;
}

void lay_out_aggregations(Context &c) {
  for (AggregationRecord &record : c.program.manifest.aggregations) {
    std::vector<typed::KeySlot> &slots = c.aggregation_keys[record.index];
    record.key_size = pack_keys(slots);
    record.short_key_size = short_key_size(slots);
    for (const typed::KeySlot &slot : slots)
      record.keys.push_back({.field = key_field(slot)});
  }
}

// What a key's type alone does not say: its text in the program; of sym() and its family what is shown;
// of stacks the depth, which may differ by statement.
void describe_keys(Context &c, const typed::Statement &statement) {
  AggregationRecord &record = c.program.manifest.aggregations[statement.aggregation];
  for (size_t i = 0; i < statement.keys.size(); i++) {
    Expr *key = statement.keys[i];
    Field &known = record.keys[i].field;
    if (record.keys[i].source.empty())
      record.keys[i].source = key->span.text();
    const bool stack = key->type->is(TypeKind::Stack) || key->type->is(TypeKind::UserStack);
    if (!stack && !key->type->is(TypeKind::Symbol))
      continue;
    const auto field = field_for(c, key);
    known.frames = std::max(known.frames, field->frames);
    known.copied = field->copied;
    if (field->copied && field->size > record.stack.size)
      record.stack = *field;
    if (!stack) {
      known.kind = field->kind;
      known.form = field->form;
    }
  }
}

// ---- Records ---------------------------------------------------------------------------------

using Each = std::function<void(typed::Statement &)>;

void for_each_statement(const std::vector<typed::Statement *> &list, const Each &each) {
  for (typed::Statement *statement : list) {
    each(*statement);
    for_each_statement(statement->body, each);
    for_each_statement(statement->otherwise, each);
  }
}

void lay_out_action(ActionRecord &action, const std::vector<Expr *> &values, uint32_t &end) {
  size_t next = 0;
  for (Field &field : action.fields) {
    if (field.is_constant)
      continue;
    const Expr *value = values[next++];
    if (field.kind == FieldKind::String)
      field.size = value->bound;
    field.offset = place(end, field.size);
  }
}

void lay_out_clause(Context &c, typed::Clause &clause) {
  ClauseRecord &record = c.program.manifest.clauses[clause.record];
  uint32_t end = c.program.manifest.timed ? sizeof(dt_timed_record) : sizeof(dt_record);
  int32_t guards = 0;
  for_each_statement(clause.statements, [&](typed::Statement &statement) {
    if (statement.kind == typed::StatementKind::Aggregate)
      describe_keys(c, statement);
    if (statement.kind != typed::StatementKind::Record)
      return;
    ActionRecord &action = record.actions[statement.action];
    lay_out_action(action, statement.values, end);
    guards = std::max(guards, action.guard + 1);
    if (action.kind == ActionKind::Speculate)
      record.speculation = action.fields[0].offset;
  });
  for (ActionRecord &action : record.actions)
    if (action.guard >= 0)
      action.guard += end;
  record.size = clause.records ? round_up(end + guards, 8) : 0;
}
} // namespace

void lay_out(Context &c) {
  lay_out_variables(c.program);
  lay_out_aggregations(c);
  c.program.manifest.timed =
      c.input.options.flag("temporal") &&
      std::ranges::any_of(c.program.clauses, [](const typed::Clause *clause) {
        return clause->records && clause->tells_time;
      });
  for (typed::Clause *clause : c.program.clauses)
    lay_out_clause(c, *clause);
  for (AggregationRecord &record : c.program.manifest.aggregations)
    if (record.stack.size)
      record.stack.offset =
          sizeof(dt_update_record) + record.key_size + round_up(record.value_size, 8);
}

} // namespace dtrace::analysis
