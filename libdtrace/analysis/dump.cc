// Stage: analysis. The typed program as text, one node a line, indented; for tests and -x tree.
#include "analysis/analyze.h"
#include "base/enum_size.h"

#include <functional>

namespace dtrace {

namespace {
constexpr const char *scope_names[] = {"", "self->", "this->"};
constexpr const char *unary_names[] = {"-", "~", "!"};
constexpr const char *binary_names[] = {"+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^"};
constexpr const char *compare_names[] = {"==", "!=", "<", ">", "<=", ">="};
constexpr const char *logical_names[] = {"&&", "||", "^^"};
constexpr const char *field_names[] = {"integer",  "string",       "interned", "bytes",
                                       "stack",    "user-stack",   "address",  "user-address",
                                       "stack-id", "user-stack-id"};

static_assert(std::size(scope_names) == enum_size<typed::Scope>);
static_assert(std::size(unary_names) == enum_size<typed::UnaryOp>);
static_assert(std::size(binary_names) == enum_size<typed::BinaryOp>);
static_assert(std::size(compare_names) == enum_size<typed::CompareOp>);
static_assert(std::size(logical_names) == enum_size<typed::LogicalOp>);
static_assert(std::size(field_names) == enum_size<FieldKind>);

template <class Names, class Kind> std::string name_in(const Names &names, Kind kind) {
  return names[static_cast<size_t>(kind)];
}

class Dumper {
public:
  std::string take() { return std::move(text_); }

  void program(const TypedProgram &program) {
    for (const typed::Variable *variable : program.variables)
      this->variable(*variable);
    for (const AggregationRecord &record : program.manifest.aggregations)
      aggregation(record);
    for (const typed::BpfProgram &each : program.programs)
      bpf_program(each);
    for (const typed::Clause *clause : program.clauses)
      this->clause(*clause, program.manifest.clauses[clause->record]);
  }

private:
  using Parts = std::initializer_list<const typed::Expr *>;

  void line(const std::string &words) { text_ += std::string(depth_ * 2, ' ') + words + "\n"; }

  template <class Body> void under(const std::string &words, Body body) {
    line(words);
    depth_++;
    body();
    depth_--;
  }

  static std::string typed_name(const std::string &name, const Type *type, uint32_t bound) {
    std::string text = name + " : " + type_name(type);
    return type->is_string() ? text + "(" + std::to_string(bound) + ")" : text;
  }

  // ---- Declarations --------------------------------------------------------------------------

  void variable(const typed::Variable &variable) {
    std::string name = scope_names[static_cast<size_t>(variable.scope)] + variable.name;
    if (variable.is_array) {
      std::string keys;
      for (const typed::KeySlot &slot : variable.keys)
        keys += (keys.empty() ? "" : ", ") + key(slot.type, slot.interned, slot.bound);
      name += "[" + keys + "]";
    }
    std::string text = "variable " + typed_name(name, variable.type, variable.bound) + " size " +
                       std::to_string(variable.size);
    text += variable.is_array ? " key " + std::to_string(variable.key_size)
                              : " at " + std::to_string(variable.offset);
    line(text + (variable.shared ? " shared" : ""));
  }

  static std::string key(const Type *type, bool interned, uint32_t bound) {
    if (!type->is_string())
      return type_name(type);
    return interned ? "interned" : "string(" + std::to_string(bound) + ")";
  }

  void aggregation(const AggregationRecord &record) {
    std::string text = "aggregation @" + record.name;
    std::string keys;
    for (const KeyField &key : record.keys)
      keys += (keys.empty() ? "" : ", ") + shown(key.field);
    if (!keys.empty())
      text += "[" + keys + "] key " + std::to_string(record.key_size);
    text +=
        " = " + std::string(record.function->name) + " size " + std::to_string(record.value_size);
    for (int64_t parameter : record.parameters)
      text += " " + std::to_string(parameter);
    if (!record.value_is_signed)
      text += " unsigned";
    line(text + (record.shared ? " shared" : ""));
  }

  void bpf_program(const typed::BpfProgram &program) {
    under("program " + program.spec.key, [&] {
      for (const Probe &probe : program.probes)
        line("probe " + std::to_string(probe.id) + " " + probe.provider + ":" + probe.module + ":" +
             probe.function + ":" + probe.name);
      for (const typed::Enabling &enabling : program.enablings) {
        std::string text = "enabling clause " + std::to_string(enabling.clause->number);
        for (uint32_t index : enabling.probes)
          text += " " + std::to_string(index);
        for (uint32_t number : enabling.late)
          text += " late " + std::to_string(number);
        line(text);
      }
    });
  }

  // ---- Clauses -------------------------------------------------------------------------------

  static std::string shown(const Field &field) {
    std::string text = field_names[static_cast<size_t>(field.kind)];
    if (field.is_constant)
      return text + (field.kind == FieldKind::String ? " \"" + field.text + "\""
                                                     : " = " + std::to_string(field.constant));
    return text + " " + std::to_string(field.offset) + "+" + std::to_string(field.size);
  }

  void clause(const typed::Clause &clause, const ClauseRecord &record) {
    std::string text = "clause " + std::to_string(clause.number);
    text += record.size ? " record " + std::to_string(record.size) : " records nothing";
    if (record.speculation >= 0)
      text += " speculation at " + std::to_string(record.speculation);
    under(text + (clause.exits ? " exits" : ""), [&] {
      if (clause.predicate)
        under("predicate", [&] { expr(clause.predicate); });
      for (const typed::Statement *statement : clause.statements)
        this->statement(*statement, record);
    });
  }

  void statements(const char *name, const std::vector<typed::Statement *> &list,
                  const ClauseRecord &record) {
    if (list.empty())
      return;
    under(name, [&] {
      for (const typed::Statement *statement : list)
        this->statement(*statement, record);
    });
  }

  void action(const typed::Statement &statement, const ActionRecord &action) {
    std::string text = "action " + std::string(statement.row->name);
    if (action.guard >= 0)
      text += " guard " + std::to_string(action.guard);
    if (action.format)
      text += " \"" + action.format->text + "\"";
    for (uint32_t aggregation : action.aggregations)
      text += " #" + std::to_string(aggregation);
    under(text, [&] {
      size_t next = 0;
      for (const Field &field : action.fields) {
        line("field " + shown(field));
        if (!field.is_constant)
          expr(statement.values[next++]);
      }
      for (; next < statement.values.size(); next++)
        expr(statement.values[next]);
    });
  }

  void statement(const typed::Statement &statement, const ClauseRecord &record) {
    switch (statement.kind) {
    case typed::StatementKind::Expression:
      return expr(statement.expression);
    case typed::StatementKind::Record:
      return action(statement, record.actions[statement.action]);
    case typed::StatementKind::If:
      return under("if", [&] {
        expr(statement.expression);
        statements("then", statement.body, record);
        statements("else", statement.otherwise, record);
      });
    case typed::StatementKind::Aggregate:
      return under("aggregate #" + std::to_string(statement.aggregation), [&] {
        for (const typed::Expr *key : statement.keys)
          expr(key);
        if (statement.value)
          under("value", [&] { expr(statement.value); });
        if (statement.weight)
          under("weight", [&] { expr(statement.weight); });
      });
    }
  }

  // ---- Expressions ---------------------------------------------------------------------------

  void node(const typed::Expr *tree, const std::string &name, Parts parts) {
    under(typed_name(name, tree->type, tree->bound), [&] {
      for (const typed::Expr *part : parts)
        expr(part);
    });
  }

  void list(const typed::Expr *tree, const std::string &name,
            const std::vector<typed::Expr *> &parts) {
    under(typed_name(name, tree->type, tree->bound), [&] {
      for (const typed::Expr *part : parts)
        expr(part);
    });
  }

  static std::string bits(const std::optional<typed::BitField> &field) {
    return field ? " bits " + std::to_string(field->shift) + "+" + std::to_string(field->bits) : "";
  }

  static std::string space(typed::Space space) {
    return space == typed::Space::User ? " user" : "";
  }

  void variable_place(const typed::VariablePlace &place) {
    const typed::Variable &variable = *place.variable;
    std::vector<typed::Expr *> parts = place.keys;
    if (place.offset)
      parts.push_back(place.offset);
    list(&place,
         "variable " + name_in(scope_names, variable.scope) + variable.name +
             (place.offset ? " part" : "") + bits(place.bits),
         parts);
  }

  // What is computed of other values.
  bool computation(const typed::Expr *tree) {
    using enum typed::ExprKind;
    switch (tree->kind) {
    case Unary: {
      const auto *e = static_cast<const typed::UnaryExpr *>(tree);
      return node(e, name_in(unary_names, e->op), {e->operand}), true;
    }
    case Binary: {
      const auto *e = static_cast<const typed::BinaryExpr *>(tree);
      return node(e, name_in(binary_names, e->op), {e->left, e->right}), true;
    }
    case Compare: {
      const auto *e = static_cast<const typed::CompareExpr *>(tree);
      return node(e, name_in(compare_names, e->op), {e->left, e->right}), true;
    }
    case StringCompare: {
      const auto *e = static_cast<const typed::StringCompareExpr *>(tree);
      return node(e, "string " + name_in(compare_names, e->op), {e->left, e->right}), true;
    }
    case Logical: {
      const auto *e = static_cast<const typed::LogicalExpr *>(tree);
      return node(e, name_in(logical_names, e->op), {e->left, e->right}), true;
    }
    case Conditional: {
      const auto *e = static_cast<const typed::ConditionalExpr *>(tree);
      return node(e, "?:", {e->condition, e->then_value, e->else_value}), true;
    }
    case Comma: {
      const auto *e = static_cast<const typed::CommaExpr *>(tree);
      return node(e, ",", {e->left, e->right}), true;
    }
    case Convert:
      return node(tree, "convert", {static_cast<const typed::ConvertExpr *>(tree)->operand}), true;
    default:
      return false;
    }
  }

  void assign(const typed::AssignExpr *e) {
    std::string name = "=";
    if (e->op)
      name = name_in(binary_names, *e->op) + "= in " + type_name(e->operation);
    node(e, name, {e->target, e->value});
  }

  void expr(const typed::Expr *tree) {
    using enum typed::ExprKind;
    if (computation(tree))
      return;
    switch (tree->kind) {
    case Integer:
      return node(tree,
                  std::to_string(
                      static_cast<int64_t>(static_cast<const typed::IntegerConst *>(tree)->value)),
                  {});
    case String:
      return node(tree, "\"" + static_cast<const typed::StringConst *>(tree)->value + "\"", {});
    case Variable:
      return variable_place(*static_cast<const typed::VariablePlace *>(tree));
    case Memory: {
      const auto *e = static_cast<const typed::MemoryPlace *>(tree);
      return node(e, "memory" + space(e->space) + bits(e->bits), {e->address});
    }
    case LocalValue:
      return node(tree, "local " + static_cast<const typed::LocalRef *>(tree)->local->name, {});
    case Bind: {
      const auto *e = static_cast<const typed::BindExpr *>(tree);
      return node(e, "bind " + e->local->name, {e->value, e->body});
    }
    case ToString: {
      const auto *e = static_cast<const typed::ToStringExpr *>(tree);
      return node(e, "to-string" + space(e->space) + " limit " + std::to_string(e->limit),
                  {e->address});
    }
    case Assign:
      return assign(static_cast<const typed::AssignExpr *>(tree));
    case Increment: {
      const auto *e = static_cast<const typed::IncrementExpr *>(tree);
      return node(e, std::string(e->prefix ? "pre" : "post") + " += " + std::to_string(e->delta),
                  {e->target});
    }
    case Builtin: {
      const auto *e = static_cast<const typed::BuiltinExpr *>(tree);
      return list(e, std::string(e->row->name), e->arguments);
    }
    default:
      return node(tree, "unknown", {});
    }
  }

  std::string text_;
  uint32_t depth_ = 0;
};
} // namespace

std::string dump(const TypedProgram &program) {
  Dumper dumper;
  dumper.program(program);
  return dumper.take();
}

} // namespace dtrace
