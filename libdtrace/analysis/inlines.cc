// Stage: analysis. Inlines: a use is replaced by the declared expression, checked where it is used
// but seeing only its own parameters. Parameters are bound once, so arguments are computed once:
//     inline int64_t biggest[int64_t a, int64_t b] = a > b ? a : b;
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
struct OwnNames { // the body sees its parameters and no names of the place of use
  OwnNames(Context &context, InlineRow &its_row) : c(context), row(its_row) {
    names.swap(c.locals);
    row.expanding = true;
  }
  ~OwnNames() {
    names.swap(c.locals);
    row.expanding = false;
  }
  Context &c;
  InlineRow &row;
  std::vector<NamedValue> names{};
};

Value body_of(Context &c, Span span, InlineRow &row) {
  auto checked = expression(c, *row.tree->value);
  if (!checked)
    return error_at_use(span, row.name, std::move(checked.error()));
  Expr *raw = *checked;
  if (raw->kind == translated_kind && same_type(raw->type, row.type))
    return raw;
  TRY(value, reject_dynamic(raw, "value of an inline"));
  if (!may_assign(row.type, value) && !(row.type->is_scalar() && value->type->is_scalar()))
    return fail(Tag::D_OP_INCOMPAT, span, "inline %s is declared %s but its value is of type %s",
                row.name.c_str(), type_name(row.type).c_str(), type_name(value->type).c_str());
  return coerce(c, value, row.type);
}
} // namespace

Value expand_inline(Context &c, Span span, InlineRow &row, std::vector<Expr *> arguments) {
  if (row.expanding)
    return fail(Tag::D_UNKNOWN, span, "inline %s refers to itself", row.name.c_str());
  const OwnNames own(c, row);
  std::vector<typed::Local *> parameters;
  for (size_t i = 0; i < arguments.size(); i++) {
    // A constant stays one: it may be what an array's size or a step asks for.
    const bool constant = constant_of(arguments[i]) != nullptr;
    typed::Local *local = make_local(c, row.parameters[i].name, row.parameters[i].type);
    parameters.push_back(constant ? nullptr : local);
    c.locals.push_back(
        {row.parameters[i].name, constant ? arguments[i] : make_local_ref(c, span, local)});
  }
  TRY(body, body_of(c, span, row));
  for (size_t i = parameters.size(); i-- > 0;)
    if (parameters[i] && body->kind != translated_kind)
      body = make_bind(c, parameters[i], arguments[i], body);
  return body;
}

// Names that other systems' structures have: of p->td_name, where p is a struct task_struct *, the
// inline __task_struct__td_name[p].
Value member_elsewhere(Context &c, Span span, std::string_view name, Expr *pointer) {
  const Type *target = pointer->type->is_pointer() ? pointer->type->strip()->target->strip() : nullptr;
  if (!target || !target->is_struct_or_union())
    return nullptr;
  const auto row = c.inlines.find("__" + std::string(target->name) + "__" + std::string(name));
  if (row == c.inlines.end() || row->second.parameters.size() != 1)
    return nullptr;
  return expand_inline(c, span, row->second,
                       {make_convert(c, pointer, row->second.parameters[0].type)});
}

Result<void> check_inline(Context &c, InlineRow &row) {
  std::vector<Expr *> arguments;
  for (const NamedType &parameter : row.parameters)
    arguments.push_back(
        make_local_ref(c, row.tree->span, make_local(c, parameter.name, parameter.type)));
  TRY_VOID(expand_inline(c, row.tree->span, row, std::move(arguments)));
  return {};
}

Value inline_element(Context &c, const ast::Index &tree, InlineRow &row) {
  const std::string &name = row.name;
  if (tree.indexes.size() != row.parameters.size())
    return fail(Tag::D_PROTO_LEN, tree.span,
                "%s[ ] prototype mismatch: %zu arg%s passed, %zu "
                "expected",
                name.c_str(), tree.indexes.size(), tree.indexes.size() == 1 ? "" : "s",
                row.parameters.size());
  std::vector<Expr *> arguments;
  for (size_t i = 0; i < tree.indexes.size(); i++) {
    TRY(raw, expression(c, *tree.indexes[i]));
    TRY(value, reject_dynamic(raw, "argument of an inline"));
    const Type *type = row.parameters[i].type;
    if (!may_assign(type, value) && !(type->is_scalar() && value->type->is_scalar()))
      return fail(Tag::D_PROTO_ARG, value->span,
                  "%s[ ] argument #%zu is incompatible with its "
                  "declaration: %s passed, %s expected",
                  name.c_str(), i + 1, type_name(value->type).c_str(), type_name(type).c_str());
    arguments.push_back(coerce(c, value, type));
  }
  return expand_inline(c, tree.span, row, std::move(arguments));
}

} // namespace dtrace::analysis
