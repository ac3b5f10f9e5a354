// Stage: codegen. See pieces.h.
#include "codegen/pieces.h"
#include "codegen/children.h"

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

namespace {
// Instructions, as measured and rounded.
constexpr uint64_t of_node = 3, of_variable = 6, of_array = 25, of_memory = 10, of_string = 12,
                   of_function = 25, of_string_function = 60, of_aggregation = 50, of_record = 12,
                   of_clause = 20;

uint64_t own_weight(const Expr &expr) {
  const bool text = expr.type->is_string();
  switch (expr.kind) {
  case ExprKind::Variable: {
    const auto &place = static_cast<const VariablePlace &>(expr);
    return (place.variable->is_array ? of_array : of_variable) + (text ? of_string : 0);
  }
  case ExprKind::Memory:
    return of_memory;
  case ExprKind::ToString:
  case ExprKind::StringCompare:
    return of_string;
  case ExprKind::Builtin: {
    const auto &call = static_cast<const BuiltinExpr &>(expr);
    const bool of_strings = text || std::ranges::any_of(call.arguments, [](const Expr *argument) {
      return argument->type->is_string();
    });
    return call.row->kind != BuiltinKind::Function ? of_memory
           : of_strings                            ? of_string_function
                                                   : of_function;
  }
  default:
    return of_node;
  }
}

template <class List> uint64_t sum(const List &list) {
  uint64_t all = 0;
  for (const auto *one : list)
    all += code_size(*one);
  return all;
}

// Gives a clause's statements as steps: an `if` that is too heavy as its condition and what is in it.
class Flattener {
public:
  Flattener(uint64_t most, uint32_t &flags) : most_(most), flags_(flags) {}

  std::vector<Step> run(const Clause &clause) {
    add(clause.statements);
    return std::move(steps_);
  }

private:
  void add(const std::vector<Statement *> &list) {
    for (const Statement *statement : list)
      add(*statement);
  }

  void add(const Statement &statement) {
    Step step{.statement = &statement,
              .guards = guards_,
              .action = action_,
              .code_size = code_size(statement)};
    if (statement.kind != StatementKind::If || step.code_size <= most_) {
      steps_.push_back(std::move(step));
      action_ += actions_in(statement);
      return;
    }
    step.only_condition = true;
    step.flag = flag_++;
    step.code_size = code_size(*statement.expression);
    flags_ = std::max(flags_, flag_);
    const uint32_t flag = step.flag;
    steps_.push_back(std::move(step));
    action_++;
    for (const bool wanted : {true, false}) {
      guards_.push_back({flag, wanted});
      add(wanted ? statement.body : statement.otherwise);
      guards_.pop_back();
    }
  }

  static uint32_t actions_in(const Statement &statement) {
    uint32_t count = 1;
    for (const auto *list : {&statement.body, &statement.otherwise})
      for (const Statement *one : *list)
        count += actions_in(*one);
    return count;
  }

  const uint64_t most_;
  uint32_t &flags_;
  uint32_t action_ = 0, flag_ = 0;
  std::vector<Step::Guard> guards_;
  std::vector<Step> steps_;
};

class Cutter {
public:
  Cutter(uint64_t most, uint32_t &flags) : most_(most), flags_(flags) {}

  std::vector<Piece> run(const BpfProgram &program) {
    for (const Enabling &enabling : program.enablings)
      add(enabling);
    return std::move(pieces_);
  }

private:
  void make_room(uint64_t for_weight) {
    if (pieces_.empty() || (used_ && used_ + for_weight > most_)) {
      pieces_.emplace_back();
      used_ = 0;
    }
    used_ += for_weight;
  }

  void add(const Enabling &enabling) {
    const uint64_t all = code_size(*enabling.clause);
    if (all <= most_ || enabling.clause->statements.empty()) {
      make_room(all);
      pieces_.back().parts.push_back({&enabling});
      return;
    }
    make_room(of_clause +
              (enabling.clause->predicate ? code_size(*enabling.clause->predicate) : 0));
    pieces_.back().parts.push_back({.enabling = &enabling, .last = false});
    for (Step &step : Flattener(most_, flags_).run(*enabling.clause)) {
      const size_t before = pieces_.size();
      make_room(step.code_size);
      if (pieces_.size() != before)
        pieces_.back().parts.push_back({.enabling = &enabling, .first = false, .last = false});
      pieces_.back().parts.back().steps.push_back(std::move(step));
    }
    pieces_.back().parts.back().last = true;
  }

  const uint64_t most_;
  uint32_t &flags_;
  std::vector<Piece> pieces_;
  uint64_t used_ = 0;
};
} // namespace

uint64_t code_size(const Expr &expr) {
  uint64_t all = own_weight(expr);
  for_each_child(expr, [&](const Expr &child) { all += code_size(child); });
  return all;
}

uint64_t code_size(const Statement &statement) {
  uint64_t all = of_node;
  for (const Expr *expr : {statement.expression, statement.value, statement.weight})
    all += expr ? code_size(*expr) : 0;
  all += sum(statement.values) + sum(statement.keys) + sum(statement.body) +
         sum(statement.otherwise);
  if (statement.kind == StatementKind::Aggregate)
    all += of_aggregation;
  if (statement.kind == StatementKind::Record)
    all += of_record;
  return all;
}

uint64_t code_size(const Clause &clause) {
  return of_clause + (clause.predicate ? code_size(*clause.predicate) : 0) + sum(clause.statements);
}

uint64_t code_size(const BpfProgram &program) {
  uint64_t all = 0;
  for (const Enabling &enabling : program.enablings)
    all += code_size(*enabling.clause);
  return all;
}

std::vector<Piece> cut(const BpfProgram &program, uint64_t most, uint32_t &flags) {
  constexpr uint64_t least = 64;
  for (most = std::max(most, least);; most += most / 4) {
    flags = 0;
    std::vector<Piece> pieces = Cutter(most, flags).run(program);
    if (pieces.empty())
      pieces.emplace_back(); // of a program that only keeps arguments
    if (pieces.size() <= most_pieces)
      return pieces;
  }
}

} // namespace dtrace::codegen
