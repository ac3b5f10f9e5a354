// Stage: analysis. The order of the work: declarations and pragmas of all programs, what the
// clauses assign, the probes they match, then clause by clause; last what needs the whole: string
// bounds, layouts, BPF programs.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace {

using namespace analysis;

namespace {
using Programs = std::span<const std::unique_ptr<ast::Script>>;

Result<void> declare_item(Context &c, const ast::Item &item) {
  switch (item.kind) {
  case ast::ItemKind::Declaration:
    return declare(c, *item.declaration);
  case ast::ItemKind::Inline:
    return declare_inline(c, *item.inline_);
  case ast::ItemKind::Translator:
    return declare_translator(c, *item.translator);
  case ast::ItemKind::Provider:
    return declare_provider(c, *item.provider);
  case ast::ItemKind::Pragma:
    return apply_pragma(c, *item.pragma);
  case ast::ItemKind::Clause:
    return {};
  }
  return {};
}

void declare_all(Context &c, Programs programs) {
  for (const auto &program : programs)
    for (const ast::Item &item : program->items)
      if (auto declared = declare_item(c, item); !declared)
        c.errors.push_back(std::move(declared.error()));
}

std::string_view name_of(const ast::Declarator *declarator) {
  while (declarator && declarator->inner)
    declarator = declarator->inner;
  return declarator ? declarator->name : "";
}

std::string_view declared_name(const ast::Item &item) {
  if (item.kind == ast::ItemKind::Inline)
    return name_of(item.inline_->declarator);
  if (item.kind != ast::ItemKind::Declaration)
    return "";
  const std::string_view name = name_of(item.declaration->declarator);
  return name.empty() ? item.declaration->specifiers->name : name;
}

// What a library cannot declare on this kernel is missing; that is reported when a program uses it.
void declare_libraries(Context &c, Programs libraries) {
  for (const auto &library : libraries)
    for (const ast::Item &item : library->items)
      if (auto declared = declare_item(c, item); !declared)
        c.disabled.emplace(declared_name(item), std::move(declared.error()));
}

std::vector<const ast::Clause *> clauses_of(Context &c, Programs programs) {
  std::vector<const ast::Clause *> clauses;
  for (const auto &program : programs) {
    const size_t before = clauses.size();
    bool provides = false; // a provider file says what others' clauses see
    for (const ast::Item &item : program->items) {
      if (item.kind == ast::ItemKind::Clause)
        clauses.push_back(item.clause);
      provides |= item.kind == ast::ItemKind::Provider;
    }
    if (clauses.size() == before && !provides && !c.input.options.flag("empty"))
      c.errors.push_back({Tag::D_EMPTY,
                          {program->source, 0, 0},
                          "the program has no clause",
                          "a clause is written probe-description /predicate/ { actions }"});
  }
  return clauses;
}

void check_all(Context &c, const std::vector<const ast::Clause *> &clauses) {
  std::set<const ast::Clause *> unmatched;
  for (const ast::Clause *clause : clauses) {
    collect_assignments(c, *clause);
    if (auto matched = match_probes(c, *clause); !matched) {
      c.errors.push_back(std::move(matched.error()));
      unmatched.insert(clause);
    }
  }
  uint32_t number = 0;
  for (const ast::Clause *clause : clauses) {
    number++;
    if (!unmatched.contains(clause))
      check_clause(c, *clause, number);
  }
}

// Something that is known only at the probes of a clause, or only on another kernel, is not an
// error of the definition.
bool depends_on_place(const Diagnostic &error) {
  constexpr Tag tags[] = {Tag::D_ARGS_NONE, Tag::D_ARGS_IDX,  Tag::D_ARGS_TYPE, Tag::D_ARGS_MULTI,
                          Tag::D_VAR_UNSUP, Tag::D_CG_DYN, Tag::D_SYM_NOTYPES};
  return std::ranges::find(tags, error.tag) != std::end(tags) || error.span.text().contains('`');
}

// The inlines and translators of the programs are checked where they stand, used or not.
void check_definitions(Context &c, const ast::Clause &clause) {
  const OtherClause place(c, &clause);
  const auto check = [&](Span span, const auto &definition) {
    if (span.source->kind == SourceKind::Library)
      return;
    if (auto checked = definition(); !checked && !depends_on_place(checked.error()))
      c.errors.push_back(std::move(checked.error()));
  };
  for (auto &[name, row] : c.inlines)
    check(row.tree->span, [&] { return check_inline(c, row); });
  for (TranslatorRow &row : c.translators)
    if (row.output && !row.is_disabled)
      check(row.tree->span, [&] { return check_translator(c, row); });
}

} // namespace

std::unique_ptr<TypedProgram> analyze(const AnalysisInput &input, std::vector<Diagnostic> &errors) {
  auto program = std::make_unique<TypedProgram>();
  const size_t before = errors.size();
  Context c{input, *program, errors};
  declare_libraries(c, input.libraries);
  declare_all(c, input.programs);
  c.read_strsize();
  program->speculations = input.options.number("nspec");
  program->speculation_size = input.options.number("specsize");
  if (input.options.was_given("cpu"))
    program->only_cpu = input.options.number("cpu");
  const std::vector<const ast::Clause *> clauses = clauses_of(c, input.programs);
  check_all(c, clauses);
  if (errors.size() == before && !clauses.empty())
    check_definitions(c, *clauses.back());
  if (errors.size() != before)
    return nullptr;
  c.bounds.compute(program->variables, c.strsize);
  lay_out(c);
  make_programs(c);
  return program;
}

struct Declarations::State {
  AnalysisInput input;
  TypedProgram program{};
  std::vector<Diagnostic> errors{};
  Context c{input, program, errors};
};

Declarations::Declarations(const AnalysisInput &input)
    : state_(std::make_unique<State>(input)) {
  declare_libraries(state_->c, input.libraries);
  declare_all(state_->c, input.programs);
}

Declarations::~Declarations() = default;

Result<ProbeArguments> Declarations::arguments(const Probe &probe) {
  return declared_signature(state_->c, probe);
}

} // namespace dtrace
