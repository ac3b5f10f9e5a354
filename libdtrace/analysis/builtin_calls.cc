// Stage: analysis. Built-in variables and functions: their prototypes, which are D text in the
// table and read on first use, and the arguments a call passes.
#include "analysis/context.h"

#include "process/control_group.h"
#include "syntax/ast.h"
#include "syntax/parse.h"

#include <algorithm>

namespace dtrace::analysis {

// ---- Prototypes ------------------------------------------------------------------------------

namespace {
bool is_type_name(TypeGraph &types, std::string_view object, std::string_view name) {
  return (object.empty() ? types.find(TypeKind::Typedef, name)
                         : types.find_in(object, TypeKind::Typedef, name)) != nullptr;
}

Result<const Type *> read_declaration(Context &c, const Builtin &row, const std::string &text) {
  Source *source = c.prototype_sources.add(SourceKind::Library, std::string(row.name), text);
  ParseOptions options;
  options.is_type = [&](std::string_view object, std::string_view name) {
    return is_type_name(c.types, object, name);
  };
  std::vector<Diagnostic> errors;
  const auto program = parse(*source, options, errors);
  if (!program)
    return std::unexpected(errors.front());
  const ast::Declaration &declaration = *program->items.at(0).declaration;
  TRY(base, specified_type(c, *declaration.specifiers));
  TRY(whole, declared(c, base, declaration.declarator, false));
  return whole.type;
}

// A variable's prototype is its type alone: a name makes a declaration of it.
Result<const Type *> read_prototype(Context &c, const Builtin &row) {
  const bool variable = row.kind == BuiltinKind::Variable || row.kind == BuiltinKind::Array;
  return read_declaration(c, row,
                          "extern " + std::string(row.prototype) + (variable ? " it;" : ";"));
}

Result<Prototype> make_prototype(Context &c, const Builtin &row) {
  if (row.prototype.empty())
    return Prototype{c.types.void_type(), {}};
  TRY(type, read_prototype(c, row));
  if (type->kind != TypeKind::Function)
    return Prototype{type, {}};
  return Prototype{type->target, type->parameters()};
}

// argN and args[N]: providers may have to keep those.
void note_builtin_argument(Context &c, const typed::BuiltinExpr &node) {
  const Generator generator = node.row->generator;
  if (!c.clause || (generator != Generator::Argument && generator != Generator::Arguments))
    return;
  const int64_t *number = node.arguments.empty() ? nullptr : constant_of(node.arguments[0]);
  if (number && *number > c.clause->most_argument)
    c.clause->most_argument = *number;
}
} // namespace

Expr *make_builtin(Context &c, Span span, const Builtin &row, const Type *type,
                   std::vector<Expr *> arguments) {
  auto *node = make_node<typed::BuiltinExpr>(c, typed::ExprKind::Builtin, type, span);
  node->row = &row;
  node->arguments = std::move(arguments);
  c.program.manifest.tells_machine |= row.tells_machine;
  if (row.tells_time && c.clause && c.clause->clause)
    c.clause->clause->tells_time = true;
  note_builtin_argument(c, *node);
  return node;
}

Result<const Prototype *> prototype_of(Context &c, const Builtin &row, Span span) {
  if (const auto it = c.prototypes.find(&row); it != c.prototypes.end())
    return &it->second;
  auto made = make_prototype(c, row);
  if (!made)
    return fail(made.error().tag, span, "%s is not available here: %s",
                std::string(row.name).c_str(), made.error().message.c_str());
  return &c.prototypes.emplace(&row, std::move(*made)).first->second;
}

// ---- Arguments -------------------------------------------------------------------------------

namespace {
// Integers and addresses are numbers to a function; strings must be strings. Only a parameter that
// is itself a pointer to something insists on what it points to, and no pointer is a constant.
bool may_pass(const Type *parameter, const Expr *argument) {
  const Type *to = parameter->strip(), *from = argument->type->strip();
  if (to->is_string())
    return is_string_like(argument);
  if (from->kind == TypeKind::Array)
    return to->is_scalar();
  // bcopy(probename, p, 5): a string is memory, too.
  if (from->is_string() && to->kind == TypeKind::Pointer)
    return to->target->is(TypeKind::Void) || to->is_char_pointer_or_array();
  if (to->is_integer())
    return from->is_scalar();
  if (to->kind != TypeKind::Pointer)
    return same_type(to, from);
  return from->kind == TypeKind::Pointer
             ? may_assign(parameter, argument) || from->target->is(TypeKind::Void)
             : from->is_integer() &&
                   (is_null(argument) || (to->target->is(TypeKind::Void) && !constant_of(argument)));
}

// mutex_owned(&file->f_lock): the end of the name of the function for that kind of lock; "": none.
std::string_view lock_suffix(const Type *parameter, const Type *argument) {
  if (!parameter->is_pointer() || !argument->is_pointer())
    return {};
  const std::string_view wanted = parameter->strip()->target->strip()->name;
  const Type *last = argument->strip()->target->strip();
  for (const Type *type = argument->strip()->target;; type = type->target) {
    const std::string_view suffix = other_lock_suffix(wanted, type->name);
    if (!suffix.empty() || type == last)
      return suffix;
  }
}

const Builtin *row_for_lock(TypedNodes &nodes, const Builtin &row, const Type *parameter,
                            const Expr *argument) {
  if (argument->kind != typed::ExprKind::Convert)
    return &row;
  const Type *type = static_cast<const typed::ConvertExpr *>(argument)->operand->type;
  const std::string_view suffix = lock_suffix(parameter, type);
  if (suffix.empty())
    return &row;
  auto *its_own = nodes.arena.make<Builtin>(row);
  its_own->bpf = nodes.types.intern(std::string(row.bpf) + std::string(suffix));
  return its_own;
}

Failure wrong_argument(const ast::Call &call, size_t number, const Expr *argument,
                       const Type *parameter) {
  return fail(Tag::D_PROTO_ARG, argument->span,
              "%s( ) argument #%zu is incompatible with prototype: %s passed, %s expected",
              std::string(call.name).c_str(), number + 1, type_name(argument->type).c_str(),
              type_name(parameter).c_str());
}

Value passed(Context &c, const ast::Call &call, size_t number, const Type *parameter) {
  TRY(raw, operand(c, *call.arguments[number], Tag::D_PROTO_ARG));
  TRY(argument, reject_dynamic(raw, "argument"));
  if (!may_pass(parameter, argument) && lock_suffix(parameter, argument->type).empty())
    return wrong_argument(call, number, argument, parameter);
  return coerce(c, argument, parameter);
}
} // namespace

Result<std::vector<Expr *>> check_arguments(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(prototype, prototype_of(c, row, call.span));
  const size_t most = prototype->parameters.size(), least = most - row.optional;
  const size_t count = call.arguments.size();
  if (count < least || count > most) {
    const char *bound = least == most ? "" : count < least ? "at least " : "at most ";
    return fail(Tag::D_PROTO_LEN, call.span,
                "%s( ) prototype mismatch: %zu arg%s passed, %s%zu expected",
                std::string(call.name).c_str(), count, count == 1 ? "" : "s", bound,
                count < least ? least : most);
  }
  std::vector<Expr *> arguments;
  for (size_t i = 0; i < count; i++) {
    TRY(argument, passed(c, call, i, prototype->parameters[i]));
    arguments.push_back(argument);
  }
  return arguments;
}

// ---- Calls -----------------------------------------------------------------------------------

namespace {
std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const Builtin &row : builtins())
    if (row.kind == BuiltinKind::Function || row.kind == BuiltinKind::Action)
      names.push_back(row.name);
  return names;
}

Value alloca_call(Context &c, const ast::Call &call, const Builtin &row, const Type *result) {
  TRY(size, value_of(c, *call.arguments[0]));
  const int64_t *constant = constant_of(size);
  if (constant && (*constant < 0 || *constant > INT32_MAX))
    return fail(Tag::D_ALLOCA_SIZE, size->span, "alloca( ) cannot reserve %lld bytes",
                static_cast<long long>(*constant));
  return make_builtin(c, call.span, row, result,
                      {make_convert(c, size, c.types.integer(8, false))});
}

// A number as soon as the program is compiled: the group has to be there.
Value cgroupid_call(TypedNodes &nodes, const ast::Call &call, const Type *result,
                    const std::vector<Expr *> &arguments) {
  const Expr *path = arguments.at(0);
  if (path->kind != typed::ExprKind::String)
    return fail(Tag::D_PROTO_ARG, path->span, "cgroupid( ) requires a constant path");
  auto id = control_group_id(static_cast<const typed::StringConst *>(path)->value);
  if (!id)
    return fail(Tag::D_PROTO_ARG, path->span, "%s", id.error().message.c_str());
  return make_integer(nodes, call.span, result, static_cast<int64_t>(*id));
}

Failure misplaced(const ast::Call &call, const Builtin &row) {
  const std::string name(row.name);
  if (row.kind == BuiltinKind::Aggregation)
    return advise(fail(Tag::D_FUNC_IDKIND, call.span,
                       "%s( ) is an aggregating function: it has no value of its own",
                       name.c_str()),
                  "assign it to an aggregation: @name[keys] = " + name + "(...);");
  if (row.kind == BuiltinKind::Action)
    return advise(
        fail(Tag::D_OP_ACT, call.span,
             "%s( ) is an action: it has no value and cannot be an operand", name.c_str()),
        "an action must be a statement of its own, or an arm of a ?: that is a statement");
  return fail(Tag::D_FUNC_IDKIND, call.span, "%s is a variable, not a function", name.c_str());
}
} // namespace

Value call(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Call &>(tree);
  const Builtin *row = find_builtin(node.name);
  if (!row)
    row = find_aggregation(node.name);
  if (!row) {
    const VariableName variable{typed::Scope::Global, std::string(node.name)};
    if (c.variables.contains(variable) || c.inlines.contains(node.name))
      return fail(Tag::D_FUNC_IDKIND, tree.span, "%s is not a function", variable.second.c_str());
    return advise(
        fail(Tag::D_FUNC_UNDEF, tree.span, "undefined function name: %s", variable.second.c_str()),
        advice_on_function(node.name, function_names()));
  }
  note_attributes(c, row->attributes);
  if (has(row->action, of_stack))
    return stack_value(c, node, *row);
  if (row->kind != BuiltinKind::Function && row->action != ActionKind::Symbol)
    return misplaced(node, *row);
  TRY(arguments, check_arguments(c, node, *row));
  TRY(prototype, prototype_of(c, *row, tree.span));
  if (row->generator == Generator::Alloca)
    return alloca_call(c, node, *row, prototype->result);
  if (row->generator == Generator::ControlGroupId)
    return cgroupid_call(c, node, prototype->result, arguments);
  if (row->generator == Generator::Memref) {
    const Type *pair = memref_type(c.types, arguments[0], prototype->result);
    return make_builtin(c, tree.span, *row, pair, std::move(arguments));
  }
  if (arguments.size() == 1)
    row = row_for_lock(c, *row, prototype->parameters[0], arguments[0]);
  return make_builtin(c, tree.span, *row, prototype->result, std::move(arguments));
}

// ---- Variables -------------------------------------------------------------------------------

namespace {
// curpsinfo, fds[] and their like are seen through the translator from the row's native type.
Value translated_variable(Context &c, Span span, const Builtin &row, const Type *type,
                          std::vector<Expr *> arguments) {
  const std::string name(row.name);
  auto native = read_declaration(c, row, "extern " + std::string(row.native) + " it;");
  if (!native)
    return fail(native.error().tag, span, "%s is not available here: %s", name.c_str(),
                native.error().message.c_str());
  const Type *output = type->is_pointer() ? type->strip()->target : type;
  TranslatorRow *translator = find_translator(c, output, *native);
  if (!translator)
    return fail(Tag::D_XLATE_NONE, span, "%s is not available here: no translator makes %s from %s",
                name.c_str(), type_name(output).c_str(), type_name(*native).c_str());
  Expr *value = make_builtin(c, span, row, *native, std::move(arguments));
  return make_translated(c, span, type, translator, value);
}
} // namespace

Value builtin_variable(Context &c, Span span, const Builtin &row) {
  note_attributes(c, row.attributes);
  TRY(prototype, prototype_of(c, row, span));
  if (!row.native.empty())
    return translated_variable(c, span, row, prototype->result, {});
  if (row.generator == Generator::Argument)
    return raw_argument(c, span, row.name.back() - '0');
  return make_builtin(c, span, row, prototype->result, {});
}

Value builtin_element(Context &c, const ast::Index &tree, const Builtin &row) {
  note_attributes(c, row.attributes);
  if (row.generator == Generator::Arguments)
    return probe_argument(c, tree);
  TRY(prototype, prototype_of(c, row, tree.span));
  const std::string name(row.name);
  if (tree.indexes.size() != 1)
    return fail(Tag::D_PROTO_LEN, tree.span,
                "%s[ ] prototype mismatch: %zu indexes passed, 1 "
                "expected",
                name.c_str(), tree.indexes.size());
  TRY(index, value_of(c, *tree.indexes[0]));
  if (!index->type->is_integer())
    return fail(Tag::D_PROTO_ARG, index->span, "%s[ ] index must be an integer, not %s",
                name.c_str(), type_name(index->type).c_str());
  const int64_t *constant = constant_of(index);
  if (constant && (*constant < 0 || (row.has_index && !row.has_index(*constant))))
    return fail(Tag::D_REGS_IDX, tree.indexes[0]->span, "%s[ ] has no element %lld on this machine",
                name.c_str(), static_cast<long long>(*constant));
  index = make_convert(c, index, c.types.integer(8, true));
  if (!row.native.empty())
    return translated_variable(c, tree.span, row, prototype->result, {index});
  return make_builtin(c, tree.span, row, prototype->result, {index});
}

} // namespace dtrace::analysis
