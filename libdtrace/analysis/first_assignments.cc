// Stage: analysis. Before any clause is checked: which names are assigned, and where, so that a
// clause can read what a later one assigns.
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
using Visit = std::function<void(const ast::Expr &)>;

void visit(const ast::Expr *tree, const Visit &each);

void visit_all(const std::vector<ast::Expr *> &trees, const Visit &each) {
  for (const ast::Expr *tree : trees)
    visit(tree, each);
}

template <class T> const T &as(const ast::Expr *tree) {
  return static_cast<const T &>(*tree);
}

void visit_parts(const ast::Expr *tree, const Visit &each) {
  using enum ast::ExprKind;
  switch (tree->kind) {
  case Aggregation:
    return visit_all(as<ast::Aggregation>(tree).keys, each);
  case Unary:
    return visit(as<ast::Unary>(tree).operand, each);
  case Binary:
    visit(as<ast::Binary>(tree).left, each);
    return visit(as<ast::Binary>(tree).right, each);
  case Assign:
    visit(as<ast::Assign>(tree).target, each);
    return visit(as<ast::Assign>(tree).value, each);
  case Conditional:
    visit(as<ast::Conditional>(tree).condition, each);
    visit(as<ast::Conditional>(tree).then_value, each);
    return visit(as<ast::Conditional>(tree).else_value, each);
  case Cast:
    return visit(as<ast::Cast>(tree).operand, each);
  case Index:
    visit(as<ast::Index>(tree).base, each);
    return visit_all(as<ast::Index>(tree).indexes, each);
  case Call:
    return visit_all(as<ast::Call>(tree).arguments, each);
  case Member:
    return visit(as<ast::MemberAccess>(tree).base, each);
  case Stringof:
    return visit(as<ast::Stringof>(tree).operand, each);
  case Xlate:
    return visit(as<ast::Xlate>(tree).operand, each);
  default:
    return;
  }
}

void visit(const ast::Expr *tree, const Visit &each) {
  if (!tree)
    return;
  each(*tree);
  visit_parts(tree, each);
}

void visit_statements(const std::vector<ast::Statement *> &list, const Visit &each) {
  for (const ast::Statement *statement : list) {
    visit(statement->expression, each);
    visit_statements(statement->body, each);
    visit_statements(statement->otherwise, each);
  }
}

const ast::Expr *assigned(const ast::Expr &tree) {
  if (tree.kind == ast::ExprKind::Assign)
    return static_cast<const ast::Assign &>(tree).target;
  if (tree.kind != ast::ExprKind::Unary)
    return nullptr;
  const auto &unary = static_cast<const ast::Unary &>(tree);
  return unary.op >= ast::UnaryOp::PreInc ? unary.operand : nullptr;
}
} // namespace

void for_each_expression(const ast::Clause &clause, const Visit &each) {
  visit(clause.predicate, each);
  visit_statements(clause.body, each);
}

bool never_runs(Context &c, const Assignment &use) {
  const auto holds = [&](const ast::Expr *tree) {
    bool found = false;
    visit(tree, [&](const ast::Expr &part) { found |= &part == use.tree; });
    return found;
  };
  bool never = false;
  for_each_expression(*use.clause, [&](const ast::Expr &tree) {
    if (never || tree.kind != ast::ExprKind::Conditional)
      return;
    const auto &either = static_cast<const ast::Conditional &>(tree);
    const bool first = holds(either.then_value);
    if (!first && !holds(either.else_value))
      return;
    const Value condition = condition_of(c, *either.condition);
    const int64_t *known = condition ? constant_of(*condition) : nullptr;
    never = known && (*known != 0) != first;
  });
  return never;
}

void collect_assignments(Names &names, const ast::Clause &clause) {
  for_each_expression(clause, [&](const ast::Expr &tree) {
    const ast::Expr *target = assigned(tree);
    if (!target)
      return;
    const Assignment here{&clause, &tree};
    if (target->kind == ast::ExprKind::Aggregation) {
      const auto &aggregation = static_cast<const ast::Aggregation &>(*target);
      names.aggregation_uses[std::string(aggregation.name)].push_back(here);
      return;
    }
    const bool element = target->kind == ast::ExprKind::Index;
    if (element)
      target = static_cast<const ast::Index *>(target)->base;
    if (target->kind != ast::ExprKind::Identifier)
      return;
    const auto &name = static_cast<const ast::Identifier &>(*target);
    if (element && name.scope == ast::Scope::This)
      return; // an element of what a pointer points to: there are no arrays under this->
    names.assignments[{scope_of(name.scope), std::string(name.name)}].list.push_back(here);
  });
}

} // namespace dtrace::analysis
