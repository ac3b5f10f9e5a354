// Stage: analysis (private to the folder). What the parts of the analysis share while one
// TypedProgram is made: the names seen so far, the probes matched, the bounds of strings, the clause at
// hand, and the functions by which the parts call one another, grouped by the file that defines them.
// Everything here dies when analyze() returns; what lasts is in TypedProgram's arena.
#pragma once
#include "analysis/advice.h"
#include "analysis/clause_state.h"
#include "analysis/names.h"
#include "analysis/nodes.h"
#include "analysis/probe_matches.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace::analysis {

using Value = Result<Expr *>;

// All that is known, for those who check expressions: these recurse, and in the end need each part.
// Who needs one part takes that alone: Names, ProbeMatches, or TypedNodes to make expressions.
struct Context : Names, ProbeMatches, TypedNodes {
  Context(const AnalysisInput &input, TypedProgram &program, std::vector<Diagnostic> &errors);
  void read_strsize(); // again: a pragma may have set it

  const AnalysisInput &input;
  TypedProgram &program;
  std::vector<Diagnostic> &errors;

  ClauseState *clause = nullptr; // the one at hand
  std::vector<ClauseResult> results{};
  uint32_t depth = 0; // of the recursion
};

// What is checked while it lives is tried: unless it is kept, nothing of it stays in the context or in
// the program. (TypedNodes stay in the arena; nothing refers to them.)
class Attempt {
public:
  explicit Attempt(Context &context);
  ~Attempt();
  Attempt(const Attempt &) = delete;
  void keep() { kept_ = true; }

private:
  Context &c_;
  const StringBounds::Mark bounds_;
  const size_t strings_, variables_, aggregations_, locals_;
  const bool destructive_;
  bool kept_ = false;
};

// ---- expressions.cc --------------------------------------------------------------------------
Value expression(Context &c, const ast::Expr &tree); // places stay places, arrays stay arrays
Value value_of(Context &c, const ast::Expr &tree);   // arrays decay; nothing translated or dynamic
Value decay(TypedNodes &nodes, Expr *value);
// expression() of an operand: one that has no value, as an action or an aggregation, has the tag of
// the place that wants one.
Value operand(Context &c, const ast::Expr &tree, Tag place);
Value reject_dynamic(Expr *value, const char *what);
// A translated pointer where a number does: what it is translated from. Others are rejected.
Value reject_structure(TypedNodes &nodes, Expr *value, const char *what);

// ---- operators.cc ----------------------------------------------------------------------------
Value unary(Context &c, const ast::Expr &tree);
Value binary(Context &c, const ast::Expr &tree);
Value conditional(Context &c, const ast::Expr &tree);
// A scalar; a string is compared with "".
Value condition_of(Context &c, const ast::Expr &tree, Tag tag = Tag::D_OP_SCALAR,
                   const char *what = "condition");
Value address_plus(TypedNodes &nodes, Span span, Expr *address, Expr *bytes); // int64_t
const char *name_of(ast::BinaryOp op);
bool asks_of_types(const ast::Expr &condition); // made of __has_type and __has_member alone

// ---- assignments.cc --------------------------------------------------------------------------
Value assignment(Context &c, const ast::Expr &tree);
Value increment(Context &c, const ast::Unary &tree);
// `value` as something of type `target`, as by assignment; D_OP_INCOMPAT or `mismatch`.
bool may_assign(const Type *target, const Expr *value);
Expr *coerce(TypedNodes &nodes, Expr *value, const Type *target); // after may_assign()

// ---- strings.cc ------------------------------------------------------------------------------
bool is_string_like(const Expr *value);   // string, char *, char [], NULL
Expr *text_pointer(TypedNodes &nodes, Expr *text); // a string as the char * that points to it
Expr *to_string(TypedNodes &nodes, Expr *value); // after is_string_like(), or any address
Value string_of(Context &c, const ast::Expr &tree);

// ---- places.cc -------------------------------------------------------------------------------
Value member(Context &c, const ast::Expr &tree);
Value index(Context &c, const ast::Expr &tree);
Value dereference(Context &c, const ast::Unary &tree);
Value address_of(Context &c, const ast::Unary &tree);
Value part_of(TypedNodes &nodes, Span span, Expr *place, Expr *offset, const Type *type);
typed::Space space_of(const Type *pointer);

// ---- variables.cc ----------------------------------------------------------------------------
Value identifier(Context &c, const ast::Expr &tree);
// null: neither assigned nor declared anywhere
Result<typed::Variable *> find_variable(Context &c, typed::Scope scope, std::string_view name,
                                        bool reading = true);
typed::Variable *add_variable(Context &c, typed::Scope scope, std::string_view name,
                              const Type *type);
Result<typed::Variable *> define_by(Context &c, const ast::Expr &target, const Type *type);
Value variable_place(TypedNodes &nodes, Span span, typed::Variable *variable, std::vector<Expr *> keys);
Value array_element(Context &c, const ast::Index &tree, typed::Variable *variable);
// While it lives, the clause being checked is another one, for the types of its expressions alone.
struct OtherClause {
  OtherClause(Context &context, const ast::Clause *clause);
  ~OtherClause();
  Context &c;
  ClauseState *before;
  ClauseState state{};
  std::vector<NamedValue> locals{};
};
typed::Scope scope_of(ast::Scope scope);
std::string full_name(typed::Scope scope, std::string_view name);

// ---- inlines.cc, translators.cc: definitions that no clause may use --------------------------
Result<void> check_inline(Context &c, InlineRow &row);
Result<void> check_translator(Context &c, TranslatorRow &row);

// ---- kernel_symbols.cc -----------------------------------------------------------------------
Value kernel_symbol(Context &c, const ast::Expr &tree);
Value kernel_symbol_address(Context &c, const ast::Symbol &symbol); // needs no type

// ---- user_symbols.cc -------------------------------------------------------------------------
bool is_user_symbol(const AnalysisInput &input, const ast::Symbol &symbol);
Value user_symbol(Context &c, const ast::Symbol &symbol);
Value user_symbol_address(Context &c, const ast::Symbol &symbol);

// ---- declarations.cc -------------------------------------------------------------------------
// Whether what stands at `span` may declare this name. What a program declares takes the place of
// what a library calls so.
bool may_declare(Context &c, Span span, std::string_view name);
// Whether the type `kind name`, which exists, may be declared by what stands at `span`.
bool may_replace_type(Context &c, Span span, const char *kind, std::string_view name);

// ---- keys.cc: the tuples of associative arrays and aggregations ------------------------------
Value key_value(Context &c, const ast::Expr &tree); // what is used as a key; D_KEY_TYPE
typed::KeySlot key_slot(TypeGraph &types, const Expr *value);
// Checks against the slots and converts; strings are noted for their bounds.
Result<std::vector<Expr *>> match_keys(TypedNodes &nodes, Span span, const std::string &name,
                                       std::vector<typed::KeySlot> &slots,
                                       std::vector<Expr *> keys);
// Sets offsets and sizes; the size of the whole. The longest string comes last.
uint32_t pack_keys(std::vector<typed::KeySlot> &slots);
uint32_t short_key_size(const std::vector<typed::KeySlot> &slots); // after it: Manifest's short_key_size

// ---- builtin_calls.cc ------------------------------------------------------------------------
Expr *make_builtin(Context &c, Span span, const Builtin &row, const Type *type,
                   std::vector<Expr *> arguments);
Value call(Context &c, const ast::Expr &tree);
Result<const Prototype *> prototype_of(Context &c, const Builtin &row, Span span);
Result<std::vector<Expr *>> check_arguments(Context &c, const ast::Call &call, const Builtin &row);
Value builtin_variable(Context &c, Span span, const Builtin &row);
Value builtin_element(Context &c, const ast::Index &tree, const Builtin &row);

// ---- stability.cc ----------------------------------------------------------------------------
void note_attributes(Context &c, const Attributes &attributes); // the clause uses what has them

// ---- probe_arguments.cc: args[] and argN -----------------------------------------------------
void note_argument(Context &c, int64_t number); // the clause reads it
Value probe_argument(Context &c, const ast::Index &tree);
Value numbered_argument(Context &c, Span span, int64_t number); // args[number]
Value raw_argument(Context &c, Span span, int64_t number);      // argN
// Of the first probes of the clause, "" where it is not known: as many as args[] has.
Result<std::vector<std::string>> argument_names(Context &c, Span span);
Result<const Type *> argument_type(Context &c, Span span, int64_t number);

// ---- declared_arguments.cc: probes that D declares -------------------------------------------
const Probe *declared_probe(const Context &c); // that the clause is checked for; null: none
Value declared_argument(Context &c, Span span, const Probe &probe, size_t n);
Value declared_number(Context &c, Span span, const Probe &probe, size_t n);
Value declared_predicate(Context &c, const Probe &probe);
Expr *both_hold(TypedNodes &nodes, Expr *left, Expr *right);
Result<const Type *> parameter_type(Context &c, const ast::Parameter &parameter);
Result<ProbeArguments> declared_signature(Context &c, const Probe &probe);

// ---- inlines.cc ------------------------------------------------------------------------------
// null: the structure that `pointer` leads to has no such name elsewhere either.
Value member_elsewhere(Context &c, Span span, std::string_view name, Expr *pointer);
Value expand_inline(Context &c, Span span, InlineRow &row, std::vector<Expr *> arguments);
Value inline_element(Context &c, const ast::Index &tree, InlineRow &row);

// ---- translators.cc --------------------------------------------------------------------------
Value xlate(Context &c, const ast::Expr &tree);
TranslatorRow *find_translator(Context &c, const Type *output, const Type *input);
bool has_translator_to(Context &c, const Type *output);
Result<void> resolve_translator(Context &c, TranslatorRow &row); // looks up its types
Expr *make_translated(TypedNodes &nodes, Span span, const Type *type, TranslatorRow *row, Expr *input);
Value translated_member(Context &c, const ast::MemberAccess &tree, Translated &base);
Value assign_translated(Context &c, Span span, Expr *target, Translated &value);

// ---- sizes.cc: sizeof, offsetof, __has_type, __has_member, casts -----------------------------
Value sizeof_type(Context &c, const ast::Expr &tree);
Value sizeof_expression(Context &c, const ast::Expr &tree);
Value offset_of(Context &c, const ast::Expr &tree);
Value has_type(Context &c, const ast::Expr &tree);
Value has_member(Context &c, const ast::Expr &tree);
Value has_probe(Context &c, const ast::Expr &tree);
Value cast(Context &c, const ast::Expr &tree);

// ---- declared_types.cc -----------------------------------------------------------------------
Result<const Type *> specified_type(Context &c, const ast::DeclSpecifiers &specifiers);
struct Declared {
  std::string_view name{};
  Span span{};
  const Type *type = nullptr;                    // of the value, when it has a tuple
  std::optional<std::vector<NamedType>> tuple{}; // associative array: its key types
};
Result<Declared> declared(Context &c, const Type *base, const ast::Declarator *declarator,
                          bool userland);
Result<const Type *> named_type(Context &c, const ast::TypeName &name);
Result<std::vector<NamedType>> parameter_types(Context &c, const ast::Declarator &declarator);
Result<int64_t> constant_expression(Context &c, const ast::Expr &tree, Tag tag, const char *what);

// ---- declarations.cc, pragmas.cc -------------------------------------------------------------
Result<void> declare(Context &c, const ast::Declaration &declaration);
Result<void> declare_inline(Context &c, const ast::Inline &declaration);
Result<void> declare_translator(Context &c, const ast::Translator &translator);
Result<void> declare_provider(Context &c, const ast::ProviderDecl &provider);
Result<void> apply_pragma(Context &c, const ast::Pragma &pragma);

// ---- first_assignments.cc --------------------------------------------------------------------
bool never_runs(Context &c, const Assignment &use); // it is in an arm that a constant leaves out
void for_each_expression(const ast::Clause &clause, const std::function<void(const ast::Expr &)> &);

// ---- enablings.cc ----------------------------------------------------------------------------
Result<void> match_probes(Context &c, const ast::Clause &clause);
void make_programs(Context &c);

// ---- clauses.cc ------------------------------------------------------------------------------
void check_clause(Context &c, const ast::Clause &clause, uint32_t number);
Result<void> statements(Context &c, const std::vector<ast::Statement *> &trees,
                        std::vector<typed::Statement *> &out);
typed::Statement *make_statement(TypedNodes &nodes, typed::StatementKind kind, Span span);

// ---- actions.cc, printing.cc, control.cc -----------------------------------------------------
using StatementResult = Result<typed::Statement *>;
StatementResult action(Context &c, const ast::Call &call, const Builtin &row);
// Adds the action to the clause's record; one value a field, those of constant fields are dropped.
StatementResult add_action(Context &c, Span span, const Builtin &row, ActionRecord record,
                           std::vector<Expr *> values);
// By type; what cannot be recorded as it is is replaced. Sizes and offsets follow at the end.
Result<Field> field_for(Context &c, Expr *&value);
StatementResult trace_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult tracemem_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult print_action(Context &c, const ast::Call &call, const Builtin &row);
bool names_all_arguments(const ast::Expr &tree); // `args` without an index
StatementResult print_arguments(Context &c, const ast::Call &call, const Builtin &row);
const Type *memref_type(TypeGraph &types, const Expr *address, const Type *result);
StatementResult printm_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult pcap_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult format_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult printa_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult aggregation_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult setopt_action(Context &c, const ast::Call &call, const Builtin &row);
Value stack_value(Context &c, const ast::Call &call, const Builtin &row);
// What a variable holds of stack(), and what is compared; any other value as it is.
Expr *keep_stack(Context &c, Expr *value);

// ---- aggregations.cc -------------------------------------------------------------------------
StatementResult aggregate(Context &c, const ast::Assign &tree);
// Index into Manifest::aggregations; defined from its first use when that is still to come.
Result<std::optional<uint32_t>> find_aggregation_record(Context &c, std::string_view name);

// ---- records.cc ------------------------------------------------------------------------------
void lay_out(Context &c); // variables, keys, records: after StringBounds::compute()

} // namespace dtrace::analysis
