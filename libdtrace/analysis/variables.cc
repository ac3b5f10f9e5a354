// Stage: analysis. Names to variables. A variable is made by its declaration or by the first
// assignment in program order; a clause that reads it earlier gets it by looking ahead. Names that
// are neither are inlines, built-in variables and enumerators, looked up in that order.
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
// Stacks and symbols are made for the consumer; only aggregations have them for keys.
Value array_key_value(Context &c, const ast::Expr &tree) {
  TRY(value, key_value(c, tree));
  Expr *key = keep_stack(c, value);
  const Type *type = key->type;
  if (type->is(TypeKind::Stack) || type->is(TypeKind::UserStack) || type->is(TypeKind::Symbol))
    return advise(fail(Tag::D_KEY_TYPE, tree.span,
                       "a value of type %s may be a key of an aggregation only",
                       type_name(type).c_str()),
                  "the address itself may be a key: array[caller]");
  return key;
}

const Expr *local_value(const Names &names, std::string_view name) {
  for (auto it = names.locals.rbegin(); it != names.locals.rend(); ++it)
    if (it->name == name)
      return it->value;
  return nullptr;
}

// The element type, and for an associative array the key types, of what is assigned to first.
const ast::Expr *assigned_target(const ast::Expr &tree) {
  if (tree.kind == ast::ExprKind::Assign)
    return static_cast<const ast::Assign &>(tree).target;
  return static_cast<const ast::Unary &>(tree).operand;
}

// The value of a plain assignment, checked where it stands; null: none, or it has an error of its
// own (args[] of a probe that is not there).
const Expr *assigned_value(Context &c, const ast::Expr &tree) {
  if (tree.kind != ast::ExprKind::Assign || static_cast<const ast::Assign &>(tree).op)
    return nullptr;
  const Value value = value_of(c, *static_cast<const ast::Assign &>(tree).value);
  return value && !(*value)->type->is(TypeKind::Void) ? keep_stack(c, *value) : nullptr;
}

bool is_zero(const Expr *value) {
  return value && is_null(value) && value->type->is_integer();
}

// By the first assignment. When that is 0: for a reader, by the first that is not; for the
// assignment of 0 itself, by the first of what is not an integer.
Result<void> define_ahead(Context &c, const Assignments &assignments, bool reading) {
  const Type *type = nullptr;
  for (const Assignment &each : assignments.list) {
    const OtherClause elsewhere(c, each.clause);
    const Expr *value = assigned_value(c, *each.tree);
    const bool first = !type, tells = value && !is_zero(value);
    if (first)
      type = value ? value->type : c.types.find(TypeKind::Typedef, "int64_t", false);
    if (tells && (first || reading || !value->type->is_integer())) {
      type = value->type;
      break;
    }
  }
  const Assignment &first = assignments.list.front();
  const OtherClause elsewhere(c, first.clause);
  TRY_VOID(define_by(c, *assigned_target(*first.tree), type));
  return {};
}

std::vector<std::string_view> names_in_scope(const Names &names, typed::Scope scope) {
  std::vector<std::string_view> found;
  for (const auto &[name, variable] : names.variables)
    if (name.first == scope)
      found.push_back(name.second);
  for (const auto &[name, first] : names.assignments)
    if (name.first == scope)
      found.push_back(name.second);
  if (scope != typed::Scope::Global)
    return found;
  for (const auto &[name, row] : names.inlines)
    found.push_back(name);
  for (const Builtin &row : builtins())
    if (row.kind == BuiltinKind::Variable || row.kind == BuiltinKind::Array)
      found.push_back(row.name);
  return found;
}

Value enumerator(TypedNodes &nodes, Span span, std::string_view name) {
  const Type *type = nullptr;
  if (const TypeEnumerator *found = nodes.types.find_enumerator(name, &type))
    return make_integer(nodes, span, type, found->value);
  if (name == "NULL")
    return make_integer(nodes, span, nodes.types.int_type(), 0);
  return nullptr;
}

Value global_name(Context &c, const ast::Identifier &name) {
  if (auto row = c.inlines.find(name.name); row != c.inlines.end()) {
    if (row->second.is_array)
      return fail(Tag::D_OP_DYN, name.span, "%s needs its arguments: %s[...]", row->first.c_str(),
                  row->first.c_str());
    return expand_inline(c, name.span, row->second, {});
  }
  if (const Builtin *row = find_builtin(name.name)) {
    if (row->kind == BuiltinKind::Variable)
      return builtin_variable(c, name.span, *row);
    if (row->kind == BuiltinKind::Array)
      return fail(Tag::D_OP_DYN, name.span, "array %s needs an index",
                  std::string(row->name).c_str());
    return fail(Tag::D_IDENT_BADREF, name.span, "%s is a function, not a variable: write %s( )",
                std::string(row->name).c_str(), std::string(row->name).c_str());
  }
  TRY(constant, enumerator(c, name.span, name.name));
  if (constant)
    return constant;
  if (find_aggregation(name.name))
    return fail(Tag::D_IDENT_BADREF, name.span, "%s is an aggregating function, not a variable",
                std::string(name.name).c_str());
  const Type *type = nullptr; // one of the kernel's: TCP_ESTABLISHED
  if (const TypeEnumerator *found = c.types.import_enumerator("", name.name, &type))
    return make_integer(c, name.span, type, found->value);
  return undefined(c, name);
}
} // namespace

OtherClause::OtherClause(Context &context, const ast::Clause *clause)
    : c(context), before(context.clause) {
  state.tree = clause;
  for (Match &match : c.matches[clause]) {
    if (!state.matches.empty() && (match.is_declared || state.matches[0]->is_declared))
      break; // the arguments of the first have types that do for all
    state.matches.push_back(&match);
  }
  locals.swap(c.locals);
  c.clause = &state;
}

OtherClause::~OtherClause() {
  c.clause = before;
  locals.swap(c.locals);
}

typed::Scope scope_of(ast::Scope scope) {
  return static_cast<typed::Scope>(scope);
}

std::string full_name(typed::Scope scope, std::string_view name) {
  constexpr const char *prefixes[] = {"", "self->", "this->"};
  return prefixes[static_cast<size_t>(scope)] + std::string(name);
}

Failure undefined(const Names &names, const ast::Identifier &name) {
  const typed::Scope scope = scope_of(name.scope);
  if (const auto why = names.disabled.find(name.name);
      scope == typed::Scope::Global && why != names.disabled.end())
    return error_at_use(name.span, why->first, why->second);
  std::string advice = instead_of(name.name, names_in_scope(names, scope));
  if (scope == typed::Scope::Global)
    return advise(fail(Tag::D_IDENT_UNDEF, name.span, "failed to resolve %s: Unknown variable name",
                       std::string(name.name).c_str()),
                  std::move(advice));
  if (advice.empty() && names.variables.contains({typed::Scope::Global, std::string(name.name)}))
    advice = "there is a global variable of that name";
  return advise(fail(Tag::D_VAR_UNDEF, name.span, "%s is never assigned or declared",
                     full_name(scope, name.name).c_str()),
                std::move(advice));
}

Result<typed::Variable *> find_variable(Context &c, typed::Scope scope, std::string_view name,
                                        bool reading) {
  const VariableName key{scope, std::string(name)};
  if (const auto it = c.variables.find(key); it != c.variables.end())
    return it->second;
  const auto first = c.assignments.find(key);
  if (first == c.assignments.end() || first->second.busy)
    return nullptr;
  if (scope == typed::Scope::Global && (c.inlines.contains(name) || find_builtin(name)))
    return nullptr;
  first->second.busy = true;
  auto defined = define_ahead(c, first->second, reading);
  first->second.busy = false;
  if (!defined)
    return std::unexpected(std::move(defined.error()));
  const auto it = c.variables.find(key);
  return it == c.variables.end() ? nullptr : it->second;
}

typed::Variable *add_variable(Context &c, typed::Scope scope, std::string_view name,
                              const Type *type) {
  auto *variable = c.arena.make<typed::Variable>();
  variable->scope = scope;
  variable->name = name;
  variable->type = type;
  variable->index = c.program.variables.size();
  c.program.variables.push_back(variable);
  c.variables[{scope, variable->name}] = variable;
  return variable;
}

// `target` is what stands left of `=`; nothing happens unless it is a name, or an element of a
// name, that is still free.
Result<typed::Variable *> define_by(Context &c, const ast::Expr &target, const Type *type) {
  const bool element = target.kind == ast::ExprKind::Index;
  const ast::Expr *base = element ? static_cast<const ast::Index &>(target).base : &target;
  if (base->kind != ast::ExprKind::Identifier)
    return nullptr;
  const auto &name = static_cast<const ast::Identifier &>(*base);
  const typed::Scope scope = scope_of(name.scope);
  const bool global = scope == typed::Scope::Global;
  if (global && (local_value(c, name.name) || c.inlines.contains(name.name) ||
                 find_builtin(name.name) || c.types.find_enumerator(name.name, nullptr)))
    return nullptr;
  if (const auto it = c.variables.find({scope, std::string(name.name)}); it != c.variables.end())
    return it->second;
  if (element && scope == typed::Scope::This)
    return fail(Tag::D_ARR_LOCAL, target.span,
                "this->%s cannot be an associative array: they are global or under self->",
                std::string(name.name).c_str());
  std::vector<typed::KeySlot> slots;
  if (element)
    for (const ast::Expr *tree : static_cast<const ast::Index &>(target).indexes) {
      TRY(key, array_key_value(c, *tree));
      slots.push_back(key_slot(c.types, key));
    }
  typed::Variable *variable = add_variable(c, scope, name.name, c.types.kept(type));
  variable->is_array = element;
  variable->keys = std::move(slots);
  return variable;
}

Value variable_place(TypedNodes &nodes, Span span, typed::Variable *variable, std::vector<Expr *> keys) {
  auto *place = make_node<typed::VariablePlace>(nodes, typed::ExprKind::Variable, variable->type, span);
  place->variable = variable;
  place->keys = std::move(keys);
  return place;
}

Value array_element(Context &c, const ast::Index &tree, typed::Variable *variable) {
  std::vector<Expr *> keys;
  for (const ast::Expr *index : tree.indexes) {
    TRY(key, array_key_value(c, *index));
    keys.push_back(key);
  }
  TRY(matched, match_keys(c, tree.span, full_name(variable->scope, variable->name), variable->keys,
                          std::move(keys)));
  return variable_place(c, tree.span, variable, std::move(matched));
}

Value identifier(Context &c, const ast::Expr &tree) {
  const auto &name = static_cast<const ast::Identifier &>(tree);
  const typed::Scope scope = scope_of(name.scope);
  if (scope == typed::Scope::Global)
    if (const Expr *local = local_value(c, name.name))
      return const_cast<Expr *>(local);
  TRY(variable, find_variable(c, scope, name.name));
  if (variable && variable->is_array)
    return fail(Tag::D_OP_DYN, tree.span, "associative array %s needs its keys",
                full_name(scope, name.name).c_str());
  if (scope == typed::Scope::Global)
    TRY_VOID(note_use(c, tree.span, name.name));
  if (variable)
    return variable_place(c, tree.span, variable, {});
  return scope == typed::Scope::Global ? global_name(c, name) : Value(undefined(c, name));
}

} // namespace dtrace::analysis
