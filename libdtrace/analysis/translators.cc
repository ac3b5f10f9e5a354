// Stage: analysis. Translators: a member of a translated value becomes the translator's expression
// for it, with the input bound once. Nothing is made for members that nobody asks for:
//     xlate <struct out> (p)->label     let p = … in p->a > p->b ? "more" : "less"
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
constexpr uint32_t max_nesting = 8; // of one translator within itself

const Type *pointed(const Type *type) {
  return type->is_pointer() ? type->strip()->target->strip() : nullptr;
}

// Exact types first; then pointers to void, and integers of any width, which carry the same number.
bool serves(const TranslatorRow &row, const Type *input, bool exact) {
  if (exact || !input)
    return !input || same_type(row.input, input);
  if (row.input->is_pointer() && input->is_pointer())
    return pointed(input)->kind == TypeKind::Void || pointed(row.input)->kind == TypeKind::Void;
  return row.input->is_scalar() && input->is_scalar() &&
         (row.input->is_integer() || input->is_integer());
}

std::vector<std::string_view> translated_names(const TranslatorRow &row) {
  std::vector<std::string_view> names;
  for (const ast::TranslatorMember &member : row.tree->members)
    names.push_back(member.name);
  return names;
}

const ast::TranslatorMember *find_translated(const TranslatorRow &row, std::string_view name) {
  for (const ast::TranslatorMember &member : row.tree->members)
    if (member.name == name)
      return &member;
  return nullptr;
}

struct BodyNames {
  BodyNames(Context &context, TranslatorRow &its_row) : c(context), row(its_row) {
    names.swap(c.locals);
    row.expanding++;
  }
  ~BodyNames() {
    names.swap(c.locals);
    row.expanding--;
  }
  Context &c;
  TranslatorRow &row;
  std::vector<NamedValue> names{};
};

// The translator's parameter: a number or pointer is bound; a structure is memory behind a pointer
// that is.
Value bound_input(TypedNodes &nodes, Span span, const TranslatorRow &row, Expr *input,
                  typed::Local *&local) {
  if (!input->type->is_struct_or_union()) {
    const bool of_user = row.input->is_pointer() && input->type->is_pointer() &&
                         input->type->strip()->userland;
    local = make_local(nodes, row.parameter,
                       of_user ? nodes.types.pointer_to(row.input->strip()->target, true) : row.input);
    return make_local_ref(nodes, span, local);
  }
  if (input->kind != typed::ExprKind::Memory)
    return input;
  const auto *place = static_cast<typed::MemoryPlace *>(input);
  const bool user = place->space == typed::Space::User;
  local = make_local(nodes, row.parameter, nodes.types.pointer_to(input->type, user));
  return make_memory(nodes, span, input->type, make_local_ref(nodes, span, local), place->space);
}

Value member_value(Context &c, Span span, const Type *type, const ast::TranslatorMember &member) {
  TRY(raw, expression(c, *member.value));
  if (raw->kind == translated_kind)
    return raw;
  // char pr_fname[16]: D sees a string.
  if (type->is(TypeKind::Array) && type->is_char_pointer_or_array() && is_string_like(raw))
    return to_string(c, raw);
  if (!may_assign(type, raw) && !(type->is_scalar() && raw->type->is_scalar()))
    return fail(Tag::D_XLATE_INCOMPAT, span, "translator gives %s a value of type %s, but it is %s",
                std::string(member.name).c_str(), type_name(raw->type).c_str(),
                type_name(type).c_str());
  return coerce(c, raw, type);
}

Value expand(Context &c, Span span, TranslatorRow &row, Expr *input,
             const ast::TranslatorMember &member, const Type *type) {
  if (row.expanding >= max_nesting)
    return fail(Tag::D_XLATE_NONE, span, "translator to %s depends on itself",
                type_name(row.output).c_str());
  const BodyNames names(c, row);
  typed::Local *local = nullptr;
  TRY(parameter, bound_input(c, span, row, input, local));
  c.locals.push_back({row.parameter, parameter});
  auto checked = member_value(c, span, type, member);
  if (!checked)
    return error_at_use(span, std::string(member.name), std::move(checked.error()));
  Expr *value = *checked;
  if (!local)
    return value;
  Expr *bound = input;
  if (input->type->is_struct_or_union())
    bound = static_cast<typed::MemoryPlace *>(input)->address;
  bound = make_convert(c, bound, local->type);
  if (value->kind != translated_kind)
    return make_bind(c, local, bound, value);
  // What is translated again keeps its input, which is where the parameter is used.
  auto *again = static_cast<Translated *>(value);
  return make_translated(c, span, value->type, again->row,
                         make_bind(c, local, bound, again->input));
}

// By the name alone: `struct out`, or a typedef of one, which may stand for any.
bool may_make(const TranslatorRow &row, const Type *output) {
  if (row.output || row.is_disabled)
    return !row.is_disabled;
  const ast::DeclSpecifiers &written = *row.tree->output->specifiers;
  return written.kind == ast::TypeWordKind::Typedef || written.name == output->name;
}
} // namespace

TranslatorRow *find_translator(Context &c, const Type *output, const Type *input) {
  output = output->strip();
  std::vector<TranslatorRow *> rows;
  for (TranslatorRow &row : c.translators) {
    if (!may_make(row, output) || (!row.output && !resolve_translator(c, row)))
      continue;
    if (same_type(row.output, output))
      rows.push_back(&row);
  }
  for (const bool exact : {true, false})
    for (TranslatorRow *row : rows)
      if (serves(*row, input, exact))
        return row;
  return nullptr;
}

bool has_translator_to(Context &c, const Type *output) {
  return find_translator(c, output, nullptr) != nullptr;
}

Expr *make_translated(TypedNodes &nodes, Span span, const Type *type, TranslatorRow *row, Expr *input) {
  auto *node = make_node<Translated>(nodes, translated_kind, type, span);
  node->row = row;
  node->input = input;
  return node;
}

Result<void> check_translator(Context &c, TranslatorRow &row) {
  const Span span = row.tree->span;
  const bool is_struct = row.input->is_struct_or_union();
  const Type *type = is_struct ? c.types.pointer_to(row.input) : row.input;
  Expr *input = make_local_ref(c, span, make_local(c, row.parameter, type));
  if (is_struct)
    input = make_memory(c, span, row.input, input, typed::Space::Kernel);
  for (const ast::TranslatorMember &member : row.tree->members)
    TRY_VOID(expand(c, span, row, input, member, find_member(*row.output, member.name)->member->type));
  return {};
}

Value xlate(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Xlate &>(tree);
  TRY(type, named_type(c, *node.type));
  const Type *output = type->is_pointer() ? type->strip()->target : type;
  if (!output->is_struct_or_union())
    return fail(Tag::D_XLATE_SOU, tree.span,
                "xlate makes structures, unions and pointers to them, "
                "not %s",
                type_name(type).c_str());
  TRY(raw, expression(c, *node.operand));
  TRY(checked, reject_dynamic(raw, "operand of xlate"));
  TRY(input, decay(c, checked));
  TranslatorRow *row = find_translator(c, output, input->type);
  if (!row) {
    const bool any = has_translator_to(c, output);
    return fail(any ? Tag::D_XLATE_NOCONV : Tag::D_XLATE_NONE, tree.span,
                "no translator makes %s from %s", type_name(output).c_str(),
                type_name(input->type).c_str());
  }
  return make_translated(c, tree.span, type, row, input);
}

Value translated_member(Context &c, const ast::MemberAccess &tree, Translated &base) {
  const Type *type = base.type;
  if (tree.arrow != type->is_pointer())
    return fail(tree.arrow ? Tag::D_OP_PTR : Tag::D_OP_SOU, tree.span,
                "left operand of %s is of type %s", tree.arrow ? "->" : ".",
                type_name(type).c_str());
  TranslatorRow &row = *base.row;
  const auto found = find_member(*row.output, tree.name);
  if (!found) {
    TRY(other, member_elsewhere(c, tree.span, tree.name, base.input));
    if (other)
      return other;
  }
  if (!found)
    return advise(fail(Tag::D_TYPE_MEMBER, tree.span, "%s is not a member of %s",
                       std::string(tree.name).c_str(), type_name(row.output).c_str()),
                  did_you_mean(tree.name, member_names(*row.output)));
  const ast::TranslatorMember *member = find_translated(row, tree.name);
  if (!member)
    return advise(fail(Tag::D_XLATE_MEMB, tree.span, "translator does not define member %s of %s",
                       std::string(tree.name).c_str(), type_name(row.output).c_str()),
                  did_you_mean(tree.name, translated_names(row)));
  return expand(c, tree.span, row, base.input, *member, found->member->type);
}

namespace {
Failure not_kept(Span span, const ast::TranslatorMember &member, const Type *type) {
  return advise(fail(Tag::D_CG_DYN, span,
                     "a translated structure cannot be stored: its member %s is %s",
                     std::string(member.name).c_str(), type_name(type).c_str()),
                "store the members that you need, each in a variable of its own");
}

// part = what the translator gives for it. An array of characters is assigned as the string it is.
Value assign_member(Context &c, Span span, Expr *target, const ast::TranslatorMember &member,
                    const Translated &value) {
  const auto found = find_member(*value.row->output, member.name);
  const Type *type = found->member->type;
  const bool text = type->is(TypeKind::Array) && type->is_char_pointer_or_array();
  TRY(content, expand(c, span, *value.row, value.input, member, type));
  const bool structure = content->kind == translated_kind && type->is_struct_or_union();
  if (!(type->is_scalar() || type->is_string() || text || structure) ||
      found->member->is_bit_field())
    return not_kept(span, member, type);
  TRY(part, part_of(c, span, target,
                    make_integer(c, span, c.types.integer(8, true), found->bit_offset / 8),
                    text ? c.types.string_of(type->strip()->size) : type));
  if (structure)
    return assign_translated(c, span, part, *static_cast<Translated *>(content));
  TRY(checked, reject_structure(c, content, "member of a structure that is kept"));
  auto *assign = make_node<typed::AssignExpr>(c, typed::ExprKind::Assign, part->type, span);
  assign->target = part;
  assign->value = checked;
  return assign;
}
} // namespace

// target = xlate <T> (e): one assignment a member, those that the translator gives.
Value assign_translated(Context &c, Span span, Expr *target, Translated &value) {
  TranslatorRow &row = *value.row;
  if (value.type->is_pointer() || !same_type(target->type, row.output))
    return fail(Tag::D_OP_INCOMPAT, span, "operands have incompatible types: %s = %s",
                type_name(target->type).c_str(), type_name(value.type).c_str());
  Expr *all = nullptr;
  for (const ast::TranslatorMember &member : row.tree->members) {
    TRY(assign, assign_member(c, span, target, member, value));
    if (!all) {
      all = assign;
      continue;
    }
    auto *both = make_node<typed::CommaExpr>(c, typed::ExprKind::Comma, assign->type, span);
    both->left = all;
    both->right = assign;
    all = both;
  }
  return all ? Value(all) : Value(make_integer(c, span, c.types.int_type(), 0));
}

} // namespace dtrace::analysis
