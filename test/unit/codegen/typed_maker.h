// Typed programs made by hand, for the tests of codegen/ and object/: what analysis would make of a
// D program, node by node.
#pragma once
#include "analysis/typed.h"
#include "codegen/codegen.h"

#include <dtrace/abi/aggregation.h>
#include <dtrace/abi/record.h>
#include <dtrace/abi/state.h>

#include <string>
#include <utility>
#include <vector>

namespace dtrace::test {

using namespace typed;

class TypedMaker {
public:
  TypeGraph types;
  TypedProgram program;

  const Type *i32() { return types.integer(4, true); }
  const Type *u32() { return types.integer(4, false); }
  const Type *i64() { return types.integer(8, true); }
  const Type *u64() { return types.integer(8, false); }
  const Type *string() { return types.string_type(); }

  // ---- Programs and clauses
  BpfProgram &add_program(ProgramSpec spec, std::vector<dtrace::Probe> probes) {
    program.programs.push_back({std::move(spec), std::move(probes), {}});
    return program.programs.back();
  }
  BpfProgram &begin_program() {
    return add_program({.key = "BEGIN", .kind = BpfKind::TestRun,
                        .activity = 1u << DT_INACTIVE | 1u << DT_ACTIVE},
                       {{1, "dtrace", "", "", "BEGIN", nullptr, 0}});
  }
  // The two programs of the syscall provider, with calls 0 … count-1, ids from 1000.
  BpfProgram &syscall_program(bool entry, uint32_t count = 400) {
    std::vector<dtrace::Probe> probes;
    for (uint32_t i = 0; i < count; i++)
      probes.push_back({1000 + 2 * i + !entry, "syscall", "vmlinux", "call" + std::to_string(i),
                        entry ? "entry" : "return", nullptr, i});
    return add_program({.key = entry ? "sys_enter" : "sys_exit", .kind = BpfKind::RawTracepoint,
                        .attach_to = entry ? "sys_enter" : "sys_exit",
                        .index_function = entry ? "dt_syscall_entry_index" : "dt_syscall_return_index",
                        .argument_function = entry ? "dt_syscall_entry_argument"
                                                   : "dt_syscall_return_argument",
                        .index_limit = count},
                       std::move(probes));
  }
  Clause *add_clause(BpfProgram &to, std::vector<uint32_t> probes = {}) {
    auto *clause = program.arena.make<Clause>();
    clause->number = program.clauses.size() + 1;
    clause->record = program.manifest.clauses.size();
    program.manifest.clauses.push_back({.span = {}, .number = clause->number});
    program.clauses.push_back(clause);
    to.enablings.push_back({clause, std::move(probes)});
    return clause;
  }

  // ---- Expressions
  Expr *integer(int64_t value, const Type *type) {
    auto *made = make<IntegerConst>(ExprKind::Integer, type);
    made->value = value;
    return made;
  }
  Expr *integer(int64_t value) { return integer(value, i32()); }
  Expr *text(const std::string &value) {
    auto *made = make<StringConst>(ExprKind::String, string(), value.size() + 1);
    made->value = value;
    made->interned = intern(value);
    return made;
  }
  Expr *builtin(const std::string &name, const Type *type, std::vector<Expr *> arguments = {},
                uint32_t bound = 0) {
    auto *made = make<BuiltinExpr>(ExprKind::Builtin, type, bound);
    made->row = find_builtin(name);
    made->arguments = std::move(arguments);
    return made;
  }
  Expr *execname() { return builtin("execname", string(), {}, 16); }
  Expr *probefunc() { return builtin("probefunc", string(), {}, 128); }
  Expr *pid() { return builtin("pid", i32()); }
  Expr *timestamp() { return builtin("timestamp", u64()); }
  Expr *variable(Variable *of, std::vector<Expr *> keys = {}) {
    auto *made = make<VariablePlace>(ExprKind::Variable, of->type, of->bound);
    made->variable = of;
    made->keys = std::move(keys);
    return made;
  }
  Expr *assign(Expr *target, Expr *value) {
    auto *made = make<AssignExpr>(ExprKind::Assign, target->type, target->bound);
    made->target = target;
    made->value = value;
    return made;
  }
  Expr *memory(Expr *address, const Type *type) {
    auto *made = make<MemoryPlace>(ExprKind::Memory, type);
    made->address = address;
    made->space = Space::Kernel;
    return made;
  }
  Expr *binary(BinaryOp op, Expr *left, Expr *right) {
    auto *made = make<BinaryExpr>(ExprKind::Binary, left->type);
    made->op = op;
    made->left = left;
    made->right = right;
    return made;
  }
  Expr *compare(CompareOp op, Expr *left, Expr *right) {
    auto *made = make<CompareExpr>(ExprKind::Compare, i32());
    made->op = op;
    made->left = left;
    made->right = right;
    return made;
  }
  Expr *compare_text(CompareOp op, Expr *left, Expr *right) {
    auto *made = make<StringCompareExpr>(ExprKind::StringCompare, i32());
    made->op = op;
    made->left = left;
    made->right = right;
    return made;
  }

  // ---- Variables
  Variable *add_variable(Scope scope, const std::string &name, const Type *type, uint32_t bound = 0) {
    auto *made = program.arena.make<Variable>();
    made->scope = scope;
    made->name = name;
    made->type = type;
    made->bound = bound;
    made->size = type->is_string() ? bound : type->size;
    made->index = program.variables.size();
    uint32_t &block = scope == Scope::Self ? program.self_size : program.globals_size;
    if (scope != Scope::This) {
      made->offset = block;
      block += (made->size + 7) / 8 * 8;
    }
    program.variables.push_back(made);
    return made;
  }
  Variable *add_array(Scope scope, const std::string &name, const Type *type,
                      std::vector<KeySlot> keys) {
    Variable *made = add_variable(scope, name, type);
    made->is_array = true;
    for (KeySlot &key : keys) {
      key.offset = made->key_size;
      made->key_size += (key.size + 7) / 8 * 8;
    }
    made->keys = std::move(keys);
    return made;
  }

  // ---- Statements
  void expression(Clause *clause, Expr *expr) {
    auto *made = statement(StatementKind::Expression);
    made->expression = expr;
    clause->statements.push_back(made);
  }
  // An action with these values, each at the next place of the clause's record.
  void action(Clause *clause, const std::string &name, std::vector<Expr *> values) {
    auto *made = statement(StatementKind::Record);
    made->row = find_builtin(name);
    made->values = values;
    ClauseRecord &layout = program.manifest.clauses[clause->record];
    if (!layout.size)
      layout.size = sizeof(dt_record);
    made->action = layout.actions.size();
    ActionRecord record{.kind = made->row->action};
    for (Expr *value : values)
      record.fields.push_back(place_field(value, layout.size));
    layout.actions.push_back(std::move(record));
    layout.size = (layout.size + 7) / 8 * 8;
    clause->records = true;
    clause->exits |= made->row->action == ActionKind::Exit;
    clause->statements.push_back(made);
  }
  AggregationRecord &aggregate(Clause *clause, const std::string &function, std::vector<Expr *> keys,
                               Expr *value = nullptr) {
    AggregationRecord record{.index = static_cast<uint32_t>(program.manifest.aggregations.size()),
                             .name = "", .kind = find_aggregation(function)->aggregation,
                             .function = find_aggregation(function)};
    for (Expr *key : keys) {
      const uint32_t before = record.key_size;
      record.keys.push_back({place_field(key, record.key_size)});
      if (before == 0 && keys.size() == 1)
        record.key_size = record.keys[0].field.size;
    }
    if (keys.size() > 1)
      record.key_size = (record.key_size + 7) / 8 * 8;
    record.value_size = record.kind == AggregationKind::Count      ? sizeof(dt_agg_count)
                        : record.kind == AggregationKind::Quantize ? sizeof(dt_agg_quantize)
                        : record.kind == AggregationKind::Stddev   ? sizeof(dt_agg_stddev)
                        : record.kind == AggregationKind::Avg      ? sizeof(dt_agg_avg)
                                                                   : sizeof(dt_agg_scalar);
    auto *made = statement(StatementKind::Aggregate);
    made->aggregation = record.index;
    made->keys = std::move(keys);
    made->value = value;
    clause->statements.push_back(made);
    program.manifest.aggregations.push_back(std::move(record));
    return program.manifest.aggregations.back();
  }

  uint32_t intern(const std::string &text) {
    auto &strings = program.manifest.strings;
    for (size_t i = 0; i < strings.size(); i++)
      if (strings[i] == text)
        return i;
    strings.push_back(text);
    return strings.size() - 1;
  }
  void intern_functions() {
    for (const BpfProgram &one : program.programs)
      for (const dtrace::Probe &probe : one.probes)
        intern(probe.function);
  }

  Result<std::unique_ptr<Module>> generate(uint32_t cpus = 2, bool has_buffers = true) {
    intern_functions();
    return dtrace::generate(program, {.cpus = cpus, .has_buffers = has_buffers}, 1 << 20, 1 << 20, 4 << 20);
  }

private:
  template <class T> T *make(ExprKind kind, const Type *type, uint32_t bound = 0) {
    T *made = program.arena.make<T>();
    made->kind = kind;
    made->type = type;
    made->bound = bound;
    return made;
  }
  Statement *statement(StatementKind kind) {
    auto *made = program.arena.make<Statement>();
    made->kind = kind;
    return made;
  }
  // Probe names are interned, other strings have their bound.
  Field place_field(const Expr *value, uint32_t &end) {
    Field field{};
    field.size = value->type->is_string() ? value->bound : value->type->size;
    if (value->type->is_string())
      field.kind = FieldKind::String;
    if (value->kind == ExprKind::Builtin &&
        static_cast<const BuiltinExpr *>(value)->row->generator == Generator::ProbeFunction) {
      field.kind = FieldKind::Interned;
      field.size = 4;
    }
    const uint32_t alignment = field.kind == FieldKind::String ? 8 : field.size;
    field.offset = (end + alignment - 1) / alignment * alignment;
    field.type = value->type;
    field.is_signed = value->type->strip()->is_signed;
    end = field.offset + field.size;
    return field;
  }
};

} // namespace dtrace::test
