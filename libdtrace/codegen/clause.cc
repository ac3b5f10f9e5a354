// Stage: codegen. A clause: predicate, statements, and where its record is reserved.
#include "base/enum_size.h"
#include "codegen/builder.h"
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

void ProgramBuilder::clause(const typed::Clause &clause) {
  clause_ = &clause;
  layout_ = &unit_.manifest.clauses[clause.record];
  clause_end_ = block("clause_end");
  fault_ = block("fault");
  faults_ = false;
  record_certain_ = false;
  set(record_, llvm::ConstantPointerNull::get(b_.getPtrTy()));
  set(reserved_, number(0));
  action_index_ = in_predicate;
  settle();
  if (clause.predicate) {
    Block *body = block("body");
    with_scratch([&] { branch(truth(*clause.predicate), body, clause_end_); });
    begin(body);
  }
  action_index_ = 0;
  with_scratch([&] {
    bool reserved = false;
    const size_t count = clause.statements.size();
    for (size_t i = 0; i < count; i++) {
      if (clause.records && !reserved && contains_record(*clause.statements[i])) {
        const std::vector<typed::Statement *> rest(clause.statements.begin() + i,
                                                   clause.statements.end());
        reserve(has_other_effects(rest));
        reserved = true;
      }
      statement(*clause.statements[i]);
    }
    if (clause.records && !reserved)
      reserve(false);
    submit();
  });
  jump(clause_end_);
  fault_block();
  begin(clause_end_);
}

// Numbered from 0 in the order written, nested ones included, an `if` before what is in it.
void ProgramBuilder::statement(const typed::Statement &statement) {
  static constexpr void (ProgramBuilder::*makers[])(const typed::Statement &) = {
      &ProgramBuilder::expression_statement, &ProgramBuilder::if_statement,
      &ProgramBuilder::record, &ProgramBuilder::aggregate};
  static_assert(std::size(makers) == enum_size<typed::StatementKind>);
  (this->*makers[static_cast<size_t>(statement.kind)])(statement);
  end_temporaries();
  settle();
  if (statement.kind != typed::StatementKind::If)
    action_index_++;
}

void ProgramBuilder::expression_statement(const typed::Statement &statement) {
  effect(*statement.expression);
}

void ProgramBuilder::if_statement(const typed::Statement &statement) {
  Block *yes = block("yes"), *no = block("no"), *after = block("after");
  branch(truth(*statement.expression), yes, no);
  action_index_++;
  begin(yes);
  end_temporaries();
  settle();
  statements(statement.body);
  jump(after);
  begin(no);
  statements(statement.otherwise);
  jump(after);
  begin(after);
}

void ProgramBuilder::statements(const std::vector<typed::Statement *> &list) {
  for (const typed::Statement *one : list)
    statement(*one);
}

// Whether the statements do anything besides filling the clause's record.
bool ProgramBuilder::has_other_effects(const std::vector<typed::Statement *> &list) {
  return std::ranges::any_of(list, [&](const typed::Statement *s) {
    switch (s->kind) {
    case typed::StatementKind::Record:
      return has_kernel_effect(s->row->action) ||
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

} // namespace dtrace::codegen
