// Stage: codegen. A clause: predicate, statements, and where its record is reserved.
#include "base/enum_size.h"
#include "codegen/actions.h"
#include "codegen/aggregations.h"
#include "codegen/clauses.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/firing.h"
#include "codegen/records.h"
#include "codegen/scratch.h"
#include "codegen/effect.h"

#include <algorithm>

namespace dtrace::codegen {

namespace {
bool contains_record(const typed::Statement &statement) {
  const auto any = [](const auto &list) {
    return std::ranges::any_of(list, [](auto *s) { return contains_record(*s); });
  };
  return statement.kind == typed::StatementKind::Record || any(statement.body) ||
         any(statement.otherwise);
}
} // namespace

void Clauses::clause(const typed::Clause &clause) {
  now_.clause = &clause;
  now_.layout = &unit_.manifest.clauses[clause.record];
  now_.end = block("clause_end");
  faults_.begin_clause();
  records_.begin_clause();
  now_.action = in_predicate;
  join_ways();
  if (clause.predicate) {
    Block *body = block("body");
    scratch_.with_scratch([&] { branch(expressions_.truth(*clause.predicate), body, now_.end); });
    begin(body);
  }
  now_.action = 0;
  scratch_.with_scratch([&] {
    bool reserved = false;
    const size_t count = clause.statements.size();
    for (size_t i = 0; i < count; i++) {
      if (clause.records && !reserved && contains_record(*clause.statements[i])) {
        const std::vector<typed::Statement *> rest(clause.statements.begin() + i,
                                                   clause.statements.end());
        records_.reserve(has_other_effects(rest));
        reserved = true;
      }
      statement(*clause.statements[i]);
    }
    if (clause.records && !reserved)
      records_.reserve(false);
    records_.submit();
  });
  jump(now_.end);
  fault_block();
  begin(now_.end);
}

// Numbered from 0 in the order written, nested ones included, an `if` before what is in it.
void Clauses::statement(const typed::Statement &statement) {
  static constexpr void (Clauses::*makers[])(const typed::Statement &) = {
      &Clauses::expression_statement, &Clauses::if_statement,
      &Clauses::record_statement, &Clauses::aggregate_statement};
  static_assert(std::size(makers) == enum_size<typed::StatementKind>);
  (this->*makers[static_cast<size_t>(statement.kind)])(statement);
  scratch_.end_temporaries();
  join_ways();
  if (statement.kind != typed::StatementKind::If)
    now_.action++;
}

void Clauses::expression_statement(const typed::Statement &statement) {
  expressions_.effect(*statement.expression);
}

void Clauses::if_statement(const typed::Statement &statement) {
  Block *yes = block("yes"), *no = block("no"), *after = block("after");
  branch(expressions_.truth(*statement.expression), yes, no);
  now_.action++;
  begin(yes);
  scratch_.end_temporaries();
  join_ways();
  statements(statement.body);
  jump(after);
  begin(no);
  statements(statement.otherwise);
  jump(after);
  begin(after);
}

void Clauses::statements(const std::vector<typed::Statement *> &list) {
  for (const typed::Statement *one : list)
    statement(*one);
}

// Whether the statements do anything besides filling the clause's record.
bool Clauses::has_other_effects(const std::vector<typed::Statement *> &list) {
  return std::ranges::any_of(list, [&](const typed::Statement *s) {
    switch (s->kind) {
    case typed::StatementKind::Record:
      return actions_.has_kernel_effect(s->row->action) ||
             std::ranges::any_of(s->values, [](auto *v) { return has_effect(*v); });
    case typed::StatementKind::If:
      return has_effect(*s->expression) || has_other_effects(s->body) ||
             has_other_effects(s->otherwise);
    case typed::StatementKind::Expression:
    case typed::StatementKind::Aggregate:
      return true;
    }
    return true;
  });
}

void Clauses::enabling(const typed::Enabling &enabling) {
  Block *next = block("next");
  firing_.branch_to_members(enabling, next);
  clause(*enabling.clause);
  end_enabling(enabling, next);
}

// Nothing runs after exit(), be it the clause's own or that of dtrace:::ERROR.
void Clauses::end_enabling(const typed::Enabling &enabling, Block *next) {
  firing_.leave_members();
  const bool may_exit = enabling.clause->exits || (faults_.used() && unit_.error_probe_exits);
  if (may_exit && &enabling != &program_.enablings.back())
    branch(firing_.activity_allows(), next, fn_.leave);
  jump(next);
  begin(next);
}

void Clauses::record_statement(const typed::Statement &statement) { records_.record(statement); }

void Clauses::aggregate_statement(const typed::Statement &statement) {
  aggregations_.aggregate(statement);
}

} // namespace dtrace::codegen
