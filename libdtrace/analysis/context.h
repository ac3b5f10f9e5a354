// Stage: analysis (private to the folder). What the parts of the analysis share while one
// TypedProgram is made: the names seen so far, the probes matched, the bounds of strings, the clause at
// hand, and the functions by which the parts call one another, grouped by the file that defines them.
// Everything here dies when analyze() returns; what lasts is in TypedProgram's arena.
#pragma once
#include "analysis/analyze.h"
#include "analysis/stability.h"
#include "analysis/string_bounds.h"
#include "symbols/symbols.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dtrace::analysis {

using typed::Expr;
using Value = Result<Expr *>;

// ---- Names -----------------------------------------------------------------------------------

struct NamedType {
  std::string_view name; // may be empty
  const Type *type;
  Span span;
};

struct InlineRow {
  std::string name;
  const ast::Inline *tree;
  const Type *type; // of the value
  bool is_array;    // inline T name[parameters] = e;
  std::vector<NamedType> parameters{};
  bool expanding = false;
};

// The types of a library's translators are looked up when one is asked for by its output's name:
// they may be types of the kernel, which are not read for programs that do not use them.
struct TranslatorRow {
  const ast::Translator *tree;
  const Type *output = nullptr; // struct or union, stripped; null: not looked up yet
  const Type *input = nullptr;
  std::string_view parameter{};
  uint32_t expanding = 0;
  bool is_disabled = false; // it can not be compiled here
};

struct Prototype {
  const Type *result;
  std::vector<const Type *> parameters;
};

// What a name means inside the body of an inline or a translator: `value` is a LocalRef, or a place
// that is reached through one.
struct NamedValue {
  std::string_view name;
  Expr *value;
};

using VariableName = std::pair<typed::Scope, std::string>;

// The assignments to a name in program order. They give a variable its type when a clause that
// stands before the first one reads it, or when that one is the 0 that clears anything:
//     syscall::read:return /self->ts/ { self->path = 0; }
//     syscall::read:entry { self->ts = timestamp; self->path = copyinstr(arg0); }
struct Assignment {
  const ast::Clause *clause;
  const ast::Expr *tree; // Assign, or Unary ++ and --
};
struct Assignments {
  std::vector<Assignment> list{};
  bool busy = false;
};

// ---- Probes ----------------------------------------------------------------------------------

// The probes of one description of a clause. A declared probe has a match of its own, as its
// arguments are expressions that no other has.
struct Match {
  const ast::ProbeDescription *written = nullptr;
  ProbeDescription description{};
  std::vector<Probe> probes{};
  std::vector<uint32_t> late{}; // reservations: what it may come to mean while tracing
  bool is_declared = false;
  // One a distinct argument signature; read on the first use of args[].
  std::optional<std::vector<ProbeArguments>> signatures{};
};

// A value that exists only through a translator: of struct type, or a pointer to one. Only its
// members can be asked for. Never part of a finished tree.
constexpr auto translated_kind = static_cast<typed::ExprKind>(0xff);
struct Translated : typed::Expr {
  TranslatorRow *row;
  Expr *input;
};

// ---- The clause being checked ----------------------------------------------------------------

struct ClauseState {
  const ast::Clause *tree = nullptr;
  typed::Clause *clause = nullptr; // null while only types are asked for
  ClauseRecord record{};
  std::vector<Match *> matches{};
  Attributes attributes{Stability::Standard, Stability::Standard, DependencyClass::Common};
  std::set<typed::Variable *> writes{};
  std::set<uint32_t> aggregates{};
  uint32_t most_argument = 0; // the greatest N of argN and args[N] that it uses
  int32_t guard = -1;       // number of the conditional arm's guard; -1: none taken
  bool conditional = false; // inside an arm: actions need a guard
  int32_t guards = 0;
  bool speculates = false, commits = false, has_data = false;
  bool arguments_differ = false; // args[] has another type in another description: split the clause
};

struct ClauseResult { // one typed clause and the probes it is for
  typed::Clause *clause;
  std::vector<const Match *> matches;
  std::set<typed::Variable *> writes;
  std::set<uint32_t> aggregates;
  uint32_t most_argument;
};

// What the names of the program, of libraries and of the kernel mean.
struct Names {
  std::map<VariableName, typed::Variable *> variables{};
  std::map<std::string, InlineRow, std::less<>> inlines{};
  std::deque<TranslatorRow> translators{};
  std::map<VariableName, Assignments> assignments{};
  std::map<std::string, std::vector<Assignment>, std::less<>> aggregation_uses{};
  std::map<std::string, uint32_t, std::less<>> aggregations{};
  std::deque<std::vector<typed::KeySlot>> aggregation_keys{}; // by aggregation index
  std::vector<NamedValue> locals{};
  std::map<const Builtin *, Prototype> prototypes{};
  SourceSet prototype_sources{};
  std::map<const ast::DeclSpecifiers *, const Type *> specified{}; // struct foo { … } a, b;
  std::map<std::pair<const Type *, const Type *>, TranslatorRow *> translator_index{};
  std::set<std::string, std::less<>> provider_names{};
  std::set<std::string> own_names{}; // that programs declare, types with their word: "struct x"
  std::map<std::string, Span> library_names{}; // that libraries declare, as own_names, and where
  std::map<std::string, const Type *, std::less<>> externs{}; // extern unsigned long jiffies;
  KernelSymbols kernel_symbols{};
  UserSymbols user_symbols{};
  std::map<std::string, NameMarks, std::less<>> marks{};     // of inlines and global variables
  std::map<std::string, Diagnostic, std::less<>> disabled{}; // of libraries: name -> why
};

// Which probes the clauses' descriptions match.
struct ProbeMatches {
  std::map<uint32_t, Match> source_matches{}; // of sources of declared probes, by their id
  std::map<const ast::Clause *, std::deque<Match>> matches{};
};

// All of the above for those who make typed expressions, which need it by the way: what they make
// goes to `program`, and `clause` is the one at hand.
struct Context : Names, ProbeMatches {
  Context(const AnalysisInput &input, TypedProgram &program, std::vector<Diagnostic> &errors);
  void read_strsize(); // again: a pragma may have set it

  const AnalysisInput &input;
  TypedProgram &program;
  std::vector<Diagnostic> &errors;
  TypeGraph &types;
  uint32_t strsize; // bytes of the longest string, with its NUL

  ClauseState *clause = nullptr;
  std::vector<ClauseResult> results{};
  StringBounds bounds{};
  std::unordered_map<std::string, uint32_t> interned{};

  uint32_t depth = 0; // of the recursion
  uint32_t nodes = 0;
};

// What is checked while it lives is tried: unless it is kept, nothing of it stays in the context or in
// the program. (Nodes stay in the arena; nothing refers to them.)
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

// ---- nodes.cc: making typed expressions ------------------------------------------------------
template <class T> T *make_node(Context &c, typed::ExprKind kind, const Type *type, Span span) {
  T *node = c.program.arena.make<T>();
  node->kind = kind;
  node->type = type;
  node->span = span;
  c.nodes++;
  if (type->is_string())
    c.bounds.note(node);
  return node;
}
Expr *make_integer(Context &c, Span span, const Type *type, int64_t value); // cut to the type
Expr *make_number(Context &c, Span span, const Type *type, int64_t value);  // in 64 bits
int64_t truncated(int64_t value, const Type *type);
Expr *make_string(Context &c, Span span, std::string value);
uint32_t intern_string(Context &c, const std::string &text);
// Constants are computed at once; an expression that is of that type already is returned as it is.
Expr *make_convert(Context &c, Expr *value, const Type *type);
Expr *make_retyped(Context &c, Expr *value, const Type *type); // the same 64 bits, of another type
Expr *make_value(Context &c, Expr *value); // a number that is no place: nothing is assigned to it
Expr *make_unary(Context &c, Span span, typed::UnaryOp op, Expr *operand);
Expr *make_binary(Context &c, Span span, typed::BinaryOp op, Expr *left, Expr *right);
Expr *make_compare(Context &c, Span span, typed::CompareOp op, Expr *left, Expr *right);
Expr *make_memory(Context &c, Span span, const Type *type, Expr *address, typed::Space space);
Expr *make_builtin(Context &c, Span span, const Builtin &row, const Type *type,
                   std::vector<Expr *> arguments);
Expr *make_bind(Context &c, typed::Local *local, Expr *value, Expr *body);
typed::Local *make_local(Context &c, std::string_view name, const Type *type);
Expr *make_local_ref(Context &c, Span span, typed::Local *local);
const int64_t *constant_of(const Expr *value); // null: not an integer constant
bool is_null(const Expr *value);               // the constant 0, of any integer or pointer type
Failure advise(Failure failure, std::string advice);
// An error within a library is told where the program uses what it belongs to.
Failure told_at(Span use, const std::string &name, Diagnostic error);
std::string advice_on_function(std::string_view word,
                               const std::vector<std::string_view> &candidates);
std::string did_you_mean(std::string_view word, const std::vector<std::string_view> &candidates);
// What there is instead of a name that is unknown: as another system's, or as one misspelt.
std::string instead_of(std::string_view word, const std::vector<std::string_view> &candidates);

// ---- expressions.cc --------------------------------------------------------------------------
Value expression(Context &c, const ast::Expr &tree); // places stay places, arrays stay arrays
Value value_of(Context &c, const ast::Expr &tree);   // arrays decay; nothing translated or dynamic
Value decay(Context &c, Expr *value);
// expression() of an operand: one that has no value, as an action or an aggregation, has the tag of
// the place that wants one.
Value operand(Context &c, const ast::Expr &tree, Tag place);
Value reject_dynamic(Expr *value, const char *what);
// A translated pointer where a number does: what it is translated from. Others are rejected.
Value reject_structure(Context &c, Expr *value, const char *what);

// ---- operators.cc ----------------------------------------------------------------------------
Value unary(Context &c, const ast::Expr &tree);
Value binary(Context &c, const ast::Expr &tree);
Value conditional(Context &c, const ast::Expr &tree);
// A scalar; a string is compared with "".
Value condition_of(Context &c, const ast::Expr &tree, Tag tag = Tag::D_OP_SCALAR,
                   const char *what = "condition");
Value address_plus(Context &c, Span span, Expr *address, Expr *bytes); // int64_t
const char *name_of(ast::BinaryOp op);
bool asks_of_types(const ast::Expr &condition); // made of __has_type and __has_member alone

// ---- assignments.cc --------------------------------------------------------------------------
Value assignment(Context &c, const ast::Expr &tree);
Value increment(Context &c, const ast::Unary &tree);
// `value` as something of type `target`, as by assignment; D_OP_INCOMPAT or `mismatch`.
bool may_assign(const Type *target, const Expr *value);
Expr *coerce(Context &c, Expr *value, const Type *target); // after may_assign()

// ---- strings.cc ------------------------------------------------------------------------------
bool is_string_like(const Expr *value);   // string, char *, char [], NULL
Expr *text_pointer(Context &c, Expr *text); // a string as the char * that points to it
Expr *to_string(Context &c, Expr *value); // after is_string_like(), or any address
Value stringof_(Context &c, const ast::Expr &tree);

// ---- places.cc -------------------------------------------------------------------------------
Value member(Context &c, const ast::Expr &tree);
Value index(Context &c, const ast::Expr &tree);
Value dereference(Context &c, const ast::Unary &tree);
Value address_of(Context &c, const ast::Unary &tree);
Value part_of(Context &c, Span span, Expr *place, Expr *offset, const Type *type);
bool is_place(const Expr *value);
typed::Space space_of(const Type *pointer);

// ---- variables.cc ----------------------------------------------------------------------------
Value identifier(Context &c, const ast::Expr &tree);
// null: neither assigned nor declared anywhere
Result<typed::Variable *> find_variable(Context &c, typed::Scope scope, std::string_view name,
                                        bool reading = true);
typed::Variable *add_variable(Context &c, typed::Scope scope, std::string_view name,
                              const Type *type);
Result<typed::Variable *> define_by(Context &c, const ast::Expr &target, const Type *type);
Value variable_place(Context &c, Span span, typed::Variable *variable, std::vector<Expr *> keys);
Value array_element(Context &c, const ast::Index &tree, typed::Variable *variable);
Failure undefined(Context &c, const ast::Identifier &name);
// While it lives, the clause being checked is another one, for the types of its expressions alone.
struct Elsewhere {
  Elsewhere(Context &context, const ast::Clause *clause);
  ~Elsewhere();
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
InlineRow *symbol_inline(Context &c, const ast::Symbol &symbol);
Value kernel_symbol_address(Context &c, const ast::Symbol &symbol); // needs no type

// ---- user_symbols.cc -------------------------------------------------------------------------
bool is_user_symbol(const Context &c, const ast::Symbol &symbol);
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
typed::KeySlot key_slot(Context &c, const Expr *value);
// Checks against the slots and converts; strings are noted for their bounds.
Result<std::vector<Expr *>> match_keys(Context &c, Span span, const std::string &name,
                                       std::vector<typed::KeySlot> &slots,
                                       std::vector<Expr *> keys);
uint32_t pack_keys(std::vector<typed::KeySlot> &slots); // sets offsets and sizes; size of the whole

// ---- builtin_calls.cc ------------------------------------------------------------------------
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
Expr *both_hold(Context &c, Expr *left, Expr *right);
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
Expr *make_translated(Context &c, Span span, const Type *type, TranslatorRow *row, Expr *input);
Value translated_member(Context &c, const ast::Member_ &tree, Translated &base);
Value assign_translated(Context &c, Span span, Expr *target, Translated &value);

// ---- sizes.cc: sizeof, offsetof, __has_type, __has_member, casts -----------------------------
Value sizeof_type(Context &c, const ast::Expr &tree);
Value sizeof_expression(Context &c, const ast::Expr &tree);
Value offsetof_(Context &c, const ast::Expr &tree);
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
void collect_assignments(Context &c, const ast::Clause &clause);
bool never_runs(Context &c, const Assignment &use); // it is in an arm that a constant leaves out
void for_each_expression(const ast::Clause &clause, const std::function<void(const ast::Expr &)> &);

// ---- enablings.cc ----------------------------------------------------------------------------
Result<void> match_probes(Context &c, const ast::Clause &clause);
void make_programs(Context &c);

// ---- clauses.cc ------------------------------------------------------------------------------
void check_clause(Context &c, const ast::Clause &clause, uint32_t number);
Result<void> statements(Context &c, const std::vector<ast::Statement *> &trees,
                        std::vector<typed::Statement *> &out);
typed::Statement *make_statement(Context &c, typed::StatementKind kind, Span span);

// ---- actions.cc, printing.cc, control.cc -----------------------------------------------------
using StatementResult = Result<typed::Statement *>;
StatementResult action(Context &c, const ast::Call &call, const Builtin &row);
// Adds the action to the clause's record; one value a field, those of constant fields are dropped.
StatementResult add_action(Context &c, Span span, const Builtin &row, ActionRecord record,
                           std::vector<Expr *> values);
// By type; what can not be recorded as it is is replaced. Sizes and offsets follow at the end.
Result<Field> field_for(Context &c, Expr *&value);
StatementResult trace_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult tracemem_action(Context &c, const ast::Call &call, const Builtin &row);
StatementResult print_action(Context &c, const ast::Call &call, const Builtin &row);
bool names_all_arguments(const ast::Expr &tree); // `args` without an index
StatementResult print_arguments(Context &c, const ast::Call &call, const Builtin &row);
const Type *memref_type(Context &c, const Expr *address, const Type *result);
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
std::vector<std::string_view> aggregation_names(const Context &c);

// ---- records.cc ------------------------------------------------------------------------------
void lay_out(Context &c); // variables, keys, records: after StringBounds::compute()

} // namespace dtrace::analysis
