// Stage: analysis. Clauses: predicate and statements. A conditional whose arms are statements (?:
// or if) becomes an If; what its arms record gets a guard byte, as the arms share one record:
//     BEGIN { x ? printf("yes") : printf("no"); }
#include "analysis/context.h"
#include "analysis/declared_provider.h"

#include "syntax/ast.h"

#include <algorithm>


namespace dtrace::analysis {

typed::Statement *make_statement(TypedNodes &nodes, typed::StatementKind kind, Span span) {
  auto *statement = nodes.arena.make<typed::Statement>();
  statement->kind = kind;
  statement->span = span;
  return statement;
}

// ---- Statements ------------------------------------------------------------------------------

namespace {
using Statements = std::vector<typed::Statement *>;

Result<void> expression_statement(Context &c, const ast::Expr &tree, Statements &out);

// What is recorded while it lives has a guard of its own.
struct Arm {
  explicit Arm(ClauseState &its_state)
      : state(its_state), guard(its_state.guard), conditional(its_state.conditional) {
    state.guard = -1;
    state.conditional = true;
  }
  ~Arm() {
    state.guard = guard;
    state.conditional = conditional;
  }
  ClauseState &state;
  int32_t guard;
  bool conditional;
};

Result<void> conditional_statement(Context &c, const ast::Conditional &tree, Statements &out) {
  TRY(condition, condition_of(c, *tree.condition));
  if (const int64_t *known = constant_of(condition)) // what never runs need not be able to
    return expression_statement(c, *known ? *tree.then_value : *tree.else_value, out);
  typed::Statement *both = make_statement(c, typed::StatementKind::If, tree.span);
  both->expression = condition;
  {
    const Arm arm(*c.clause);
    TRY_VOID(expression_statement(c, *tree.then_value, both->body));
  }
  const Arm arm(*c.clause);
  TRY_VOID(expression_statement(c, *tree.else_value, both->otherwise));
  out.push_back(both);
  return {};
}

Result<void> if_statement(Context &c, const ast::Statement &tree, Statements &out) {
  TRY(condition, condition_of(c, *tree.expression));
  if (const int64_t *known = constant_of(condition); known)
    return statements(c, *known ? tree.body : tree.otherwise, out);
  typed::Statement *both = make_statement(c, typed::StatementKind::If, tree.span);
  both->expression = condition;
  {
    const Arm arm(*c.clause);
    TRY_VOID(statements(c, tree.body, both->body));
  }
  const Arm arm(*c.clause);
  TRY_VOID(statements(c, tree.otherwise, both->otherwise));
  out.push_back(both);
  return {};
}

Result<void> value_statement(Context &c, const ast::Expr &tree, Statements &out) {
  TRY(raw, expression(c, tree));
  TRY(value, reject_dynamic(raw, "statement"));
  typed::Statement *statement = make_statement(c, typed::StatementKind::Expression, tree.span);
  statement->expression = value;
  out.push_back(statement);
  return {};
}

Result<void> keep(Statements &out, StatementResult statement) {
  TRY(made, std::move(statement));
  out.push_back(made);
  return {};
}

const Builtin *action_of(const ast::Expr &tree) {
  if (tree.kind != ast::ExprKind::Call)
    return nullptr;
  const Builtin *row = find_builtin(static_cast<const ast::Call &>(tree).name);
  return row && row->kind == BuiltinKind::Action ? row : nullptr;
}

Result<void> expression_statement(Context &c, const ast::Expr &tree, Statements &out) {
  if (const Builtin *row = action_of(tree))
    return keep(out, action(c, static_cast<const ast::Call &>(tree), *row));
  if (tree.kind == ast::ExprKind::Assign) {
    const auto &assign = static_cast<const ast::Assign &>(tree);
    if (assign.target->kind == ast::ExprKind::Aggregation)
      return keep(out, aggregate(c, assign));
    if (assign.target->kind == ast::ExprKind::Index &&
        static_cast<const ast::Index *>(assign.target)->base->kind == ast::ExprKind::Aggregation)
      return advise(
          fail(Tag::D_AGG_MDIM, assign.target->span, "an aggregation has one list of keys"),
          "write @name[key, key]");
  }
  if (tree.kind == ast::ExprKind::Conditional)
    return conditional_statement(c, static_cast<const ast::Conditional &>(tree), out);
  if (tree.kind == ast::ExprKind::Binary) {
    const auto &binary = static_cast<const ast::Binary &>(tree);
    if (binary.op == ast::BinaryOp::Comma) {
      TRY_VOID(expression_statement(c, *binary.left, out));
      return expression_statement(c, *binary.right, out);
    }
  }
  if (tree.kind == ast::ExprKind::Aggregation)
    return advise(
        fail(Tag::D_AGG_NULL, tree.span, "expression must assign the aggregation a result"),
        "write @name[keys] = function(value);");
  return value_statement(c, tree, out);
}
} // namespace

Result<void> statements(Context &c, const std::vector<ast::Statement *> &trees, Statements &out) {
  const auto one = [&](const ast::Statement &tree) {
    switch (tree.kind) {
    case ast::StatementKind::Expression:
      return expression_statement(c, *tree.expression, out);
    case ast::StatementKind::If:
      return if_statement(c, tree, out);
    default:
      return statements(c, tree.body, out);
    }
  };
  for (const ast::Statement *tree : trees)
    TRY_VOID(one(*tree));
  return {};
}

// ---- Clauses ---------------------------------------------------------------------------------

namespace {
Result<Attributes> parse_attributes(const std::string &text) {
  if (const std::optional<Attributes> read = read_attributes(text))
    return *read;
  const char *what = std::ranges::count(text, '/') == 2 ? "has an unknown stability or class"
                                                        : "is not of the form Name/Data/Class";
  return fail("failed to set option 'amin': '%s' %s", text.c_str(), what);
}

std::string text_of(const Attributes &attributes) {
  return std::string(name_of(attributes.name)) + "/" + std::string(name_of(attributes.data)) + "/" +
         std::string(name_of(attributes.dependency));
}

Result<void> check_attributes(const AnalysisInput &input, const ClauseState &state) {
  const std::string amin = input.options.text("amin");
  if (amin.empty())
    return {};
  TRY(least, parse_attributes(amin));
  const Attributes &have = state.attributes;
  if (have.name >= least.name && have.data >= least.data && have.dependency >= least.dependency)
    return {};
  return fail(Tag::D_ATTR_MIN, state.tree->span,
              "attributes of the clause, %s, are less than the minimum, %s", text_of(have).c_str(),
              amin.c_str());
}

Result<void> check_body(Context &c, ClauseState &state) {
  const ast::Clause &tree = *state.tree;
  if (const Probe *probe = declared_probe(c)) {
    TRY(predicate, declared_predicate(c, *probe));
    state.clause->predicate = predicate;
  }
  if (tree.predicate) {
    TRY(predicate, condition_of(c, *tree.predicate, Tag::D_PRED_SCALAR, "predicate"));
    state.clause->predicate = both_hold(c, state.clause->predicate, predicate);
  }
  TRY_VOID(statements(c, tree.body, state.clause->statements));
  TRY_VOID(check_attributes(c.input, state));
  if (c.program.manifest.clauses.size() >= UINT16_MAX)
    return fail(Tag::D_ID_OFLOW, tree.span, "the program has more than %u clauses", UINT16_MAX);
  return {};
}

void finish(Context &c, ClauseState &state) {
  Manifest &manifest = c.program.manifest;
  typed::Clause *clause = state.clause;
  if (clause->statements.empty())
    clause->records = true; // the default action
  clause->record = manifest.clauses.size();
  state.record.span = state.tree->span;
  state.record.number = clause->number;
  state.record.attributes = state.attributes;
  for (const typed::Statement *statement : clause->statements)
    state.record.statements.push_back(statement->span);
  manifest.clauses.push_back(std::move(state.record));
  c.program.clauses.push_back(clause);
  ClauseResult result{clause, {}, std::move(state.writes), std::move(state.aggregates),
                      state.most_argument};
  result.matches.assign(state.matches.begin(), state.matches.end());
  c.results.push_back(std::move(result));
}

Result<void> try_clause(Context &c, ClauseState &state, uint32_t number) {
  state.clause = c.arena.make<typed::Clause>();
  state.clause->span = state.tree->span;
  state.clause->number = number;
  c.clause = &state;
  Attempt tried(c);
  const auto checked = check_body(c, state);
  c.clause = nullptr;
  if (checked) {
    finish(c, state);
    tried.keep();
  }
  return checked;
}

// With -Z a clause may have no probes at all: then args[] has no types, and nothing will run.
bool is_harmless(const ClauseState &state, const Diagnostic &error) {
  const bool no_probes = std::ranges::all_of(state.matches, [](const Match *match) {
    return match->probes.empty() && match->late.empty();
  });
  return no_probes && (error.tag == Tag::D_ARGS_NONE || error.tag == Tag::D_ARGS_IDX);
}

// A clause that uses something from a faulty clause, such as an aggregation, would report the same
// error again.
void report(Context &c, Diagnostic error) {
  const auto is_same = [&](const Diagnostic &other) {
    return other.tag == error.tag && other.message == error.message &&
           other.span.source == error.span.source && other.span.begin == error.span.begin;
  };
  if (std::ranges::none_of(c.errors, is_same))
    c.errors.push_back(std::move(error));
}

bool check_one(Context &c, const ast::Clause &tree, Match *match, uint32_t number) {
  ClauseState state{.tree = &tree};
  state.matches = {match};
  auto checked = try_clause(c, state, number);
  if (!checked)
    report(c, std::move(checked.error()));
  return checked.has_value();
}

bool check_attached(Context &c, const ast::Clause &tree, const std::vector<Match *> &matches,
                    uint32_t number) {
  ClauseState state{.tree = &tree};
  state.matches = matches;
  auto checked = try_clause(c, state, number);
  if (checked || is_harmless(state, checked.error()))
    return true;
  if (!state.arguments_differ || matches.size() < 2) {
    report(c, std::move(checked.error()));
    return false;
  }
  return std::ranges::all_of(matches,
                             [&](Match *match) { return check_one(c, tree, match, number); });
}

// A documented probe is declared over what only some kernels have: where this one differs, it is a probe
// that never fires, and no fault of the clause.
bool differs_here(Context &c, const ast::Clause &tree, Match &match) {
  const Probe &probe = match.probes.front();
  if (!static_cast<const DeclaredProvider *>(probe.owner)->is_stable())
    return false;
  ClauseState state{.tree = &tree};
  state.matches = {&match};
  const Attempt tried(c);
  c.clause = &state;
  const auto predicate = declared_predicate(c, probe);
  c.clause = nullptr;
  if (!predicate)
    c.program.missing.add(MissingProbes::Kind::NeverFires, probe,
                          "this kernel lacks what it is built from: " + predicate.error().message);
  return !predicate;
}
} // namespace

void check_clause(Context &c, const ast::Clause &tree, uint32_t number) {
  std::vector<Match *> attached, declared;
  for (Match &match : c.matches[&tree])
    (match.is_declared ? declared : attached).push_back(&match);
  if (!attached.empty() || declared.empty())
    if (!check_attached(c, tree, attached, number))
      return;
  for (Match *match : declared) {
    const size_t errors = c.errors.size();
    if (check_one(c, tree, match, number))
      continue;
    if (!differs_here(c, tree, *match))
      return;
    c.errors.resize(errors);
  }
}

} // namespace dtrace::analysis
