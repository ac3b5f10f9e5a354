// Stage: analysis. print(args): all arguments of the probe, by their names, as one structure.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

namespace {
struct Named {
  std::string_view name;
  Expr *value;
};

// What the probes of the clause agree on and has a value of its own: no structures passed by value.
Result<std::vector<Named>> named_arguments(Context &c, Span span) {
  TRY(names, argument_names(c, span));
  std::vector<Named> all;
  for (size_t i = 0; i < names.size(); i++) {
    TRY(type, argument_type(c, span, i));
    if (!type->is_scalar())
      continue;
    TRY(value, numbered_argument(c, span, i));
    if (value->kind == translated_kind) {
      TRY(address, reject_structure(c, value, "argument of print( )"));
      value = address;
    }
    const std::string name = names[i].empty() ? format("args[%zu]", i) : std::string(names[i]);
    all.push_back({c.types.intern(name), value});
  }
  return all;
}

const Type *structure_of(TypeGraph &types, const std::vector<Named> &arguments) {
  std::vector<TypeGraph::MemberSpec> members;
  for (const Named &argument : arguments)
    members.push_back({argument.name, argument.value->type, {}});
  constexpr const char *name = "args";
  Type *type = types.declare_struct(TypeKind::Struct, name);
  types.complete_struct(type, TypeKind::Struct, members);
  types.forget(TypeKind::Struct, name);
  return type;
}
} // namespace

bool names_all_arguments(const ast::Expr &tree) {
  if (tree.kind != ast::ExprKind::Identifier)
    return false;
  const auto &name = static_cast<const ast::Identifier &>(tree);
  const Builtin *row = name.scope == ast::Scope::Global ? find_builtin(name.name) : nullptr;
  return row && row->generator == Generator::Arguments;
}

// They are kept in a variable of the clause's own, which is printed.
StatementResult print_arguments(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(arguments, named_arguments(c, call.span));
  if (arguments.empty())
    return fail(Tag::D_ARGS_NONE, call.span, "the probe has no arguments that print( ) can show");
  const Type *type = structure_of(c.types, arguments);
  typed::Variable *kept = add_variable(
      c, typed::Scope::This, "print( ) " + std::to_string(c.program.variables.size()), type);
  TRY(place, variable_place(c, call.span, kept, {}));
  typed::Statement *all = make_statement(c, typed::StatementKind::If, call.span);
  all->expression = make_integer(c, call.span, c.types.int_type(), 1);
  for (size_t i = 0; i < arguments.size(); i++) {
    const TypeMember &member = type->members()[i];
    TRY(target, part_of(c, call.span, place,
                        make_integer(c, call.span, c.types.integer(8, true), member.bit_offset / 8),
                        member.type));
    typed::Statement *filled = make_statement(c, typed::StatementKind::Expression, call.span);
    auto *assign =
        make_node<typed::AssignExpr>(c, typed::ExprKind::Assign, target->type, call.span);
    assign->target = target;
    assign->value = arguments[i].value;
    filled->expression = assign;
    all->body.push_back(filled);
  }
  TRY(field, field_for(c, place));
  ActionRecord record;
  record.fields.push_back(std::move(field));
  TRY(printed, add_action(c, call.span, row, std::move(record), {place}));
  all->body.push_back(printed);
  return all;
}

} // namespace dtrace::analysis
