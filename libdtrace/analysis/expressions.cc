// Stage: analysis. From a tree of the syntax to a typed expression: the table of the kinds, and
// what is common to all of them. A place (variable, memory) stays a place, so one result serves
// both sides of an assignment; value_of() is for those who want the value.
#include "analysis/context.h"
#include "base/enum_size.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
constexpr uint32_t max_depth = 1500;    // of the recursion, inlines and translators included
constexpr uint32_t max_nodes = 200'000; // in one program; only nested inlines come near

// C 6.4.4.1: the first type of the list that holds the value.
const Type *constant_type(TypeGraph &types, const ast::Integer &tree) {
  const bool may_be_unsigned = tree.is_unsigned || !tree.decimal;
  if (tree.is_char)
    return types.int_type();
  if (tree.longs == 0) {
    if (!tree.is_unsigned && tree.value <= INT32_MAX)
      return types.int_type();
    if (may_be_unsigned && tree.value <= UINT32_MAX)
      return types.integer(4, false);
  }
  const bool is_unsigned = tree.is_unsigned || tree.value > INT64_MAX;
  uint32_t words = tree.longs == 2 ? ast::LongLong : ast::Long;
  if (is_unsigned)
    words |= ast::Unsigned;
  return types.basic(words);
}

Value integer_constant(Context &c, const ast::Expr &tree) {
  const auto &constant = static_cast<const ast::Integer &>(tree);
  return make_integer(c, tree.span, constant_type(c.types, constant), constant.value);
}

Value string_constant(Context &c, const ast::Expr &tree) {
  return make_string(c, tree.span, std::string(static_cast<const ast::String &>(tree).value));
}

Value aggregation_operand(Context &, const ast::Expr &tree) {
  const auto &aggregation = static_cast<const ast::Aggregation &>(tree);
  return advise(fail(Tag::D_OP_DYN, tree.span, "aggregation @%s has no value that can be used here",
                     std::string(aggregation.name).c_str()),
                "aggregations are read by printa() and at exit; only an aggregating function may "
                "be assigned to one");
}

// Only a hand-made tree holds one: the parser puts constants in the place of macros.
Value macro_variable(Context &, const ast::Expr &tree) {
  const auto &macro = static_cast<const ast::MacroVariable &>(tree);
  return fail(Tag::D_MACRO_UNDEF, tree.span, "macro variable $%s has no value",
              std::string(macro.name).c_str());
}

using Handler = Value (*)(Context &, const ast::Expr &);
struct HandlerRow {
  ast::ExprKind kind;
  Handler handler;
};
constexpr HandlerRow handlers[] = {
    {ast::ExprKind::Integer, integer_constant},
    {ast::ExprKind::String, string_constant},
    {ast::ExprKind::Identifier, identifier},
    {ast::ExprKind::Symbol, kernel_symbol},
    {ast::ExprKind::Aggregation, aggregation_operand},
    {ast::ExprKind::MacroVariable, macro_variable},
    {ast::ExprKind::Unary, unary},
    {ast::ExprKind::Binary, binary},
    {ast::ExprKind::Assign, assignment},
    {ast::ExprKind::Conditional, conditional},
    {ast::ExprKind::Cast, cast},
    {ast::ExprKind::Index, index},
    {ast::ExprKind::Call, call},
    {ast::ExprKind::Member, member},
    {ast::ExprKind::SizeofType, sizeof_type},
    {ast::ExprKind::SizeofExpr, sizeof_expression},
    {ast::ExprKind::Offsetof, offset_of},
    {ast::ExprKind::Stringof, string_of},
    {ast::ExprKind::Xlate, xlate},
    {ast::ExprKind::HasType, has_type},
    {ast::ExprKind::HasMember, has_member},
    {ast::ExprKind::HasProbe, has_probe},
};
static_assert(in_order(handlers, &HandlerRow::kind));

struct Deeper { // one level of recursion
  explicit Deeper(Context &c) : depth(c.depth) { depth++; }
  ~Deeper() { depth--; }
  uint32_t &depth;
};
} // namespace

Value expression(Context &c, const ast::Expr &tree) {
  const Deeper deeper(c);
  if (c.depth > max_depth || c.count > max_nodes)
    return fail(Tag::D_UNKNOWN, tree.span, "expression is too large once it is expanded");
  return handlers[static_cast<size_t>(tree.kind)].handler(c, tree);
}

namespace {
bool has_no_value(const ast::Expr &tree) {
  if (tree.kind == ast::ExprKind::Aggregation)
    return true;
  if (tree.kind != ast::ExprKind::Call)
    return false;
  const std::string_view name = static_cast<const ast::Call &>(tree).name;
  const Builtin *row = find_builtin(name);
  return row ? row->kind == BuiltinKind::Action && row->action != ActionKind::Symbol &&
                   !has(row->action, of_stack)
             : find_aggregation(name) != nullptr;
}
} // namespace

Value operand(Context &c, const ast::Expr &tree, Tag place) {
  Value value = expression(c, tree);
  if (!value && has_no_value(tree))
    value.error().tag = place;
  return value;
}

namespace {
const std::optional<typed::BitField> *bits_of(const Expr *value) {
  if (value->kind == typed::ExprKind::Memory)
    return &static_cast<const typed::MemoryPlace *>(value)->bits;
  if (value->kind == typed::ExprKind::Variable)
    return &static_cast<const typed::VariablePlace *>(value)->bits;
  return nullptr;
}

// C 6.3.1.1: a bit-field whose values an int holds is an int; of the others only the sign counts.
Expr *promote_bits(TypedNodes &nodes, Expr *value, uint32_t bits) {
  const bool is_signed = value->type->strip()->is_signed;
  if (bits > 32)
    return value;
  return make_retyped(nodes, value, nodes.types.integer(4, bits < 32 || is_signed));
}
} // namespace

// The address of an array of a variable is taken by a Convert of the place.
Value decay(TypedNodes &nodes, Expr *value) {
  if (const auto *bits = bits_of(value); bits && *bits)
    return promote_bits(nodes, value, (*bits)->bits);
  const Type *type = value->type->strip();
  if (type->kind != TypeKind::Array && type->kind != TypeKind::Function)
    return value;
  const bool is_array = type->kind == TypeKind::Array;
  if (value->kind == typed::ExprKind::Memory) {
    const auto *place = static_cast<typed::MemoryPlace *>(value);
    const bool user = place->space == typed::Space::User;
    return make_convert(nodes, place->address,
                        nodes.types.pointer_to(is_array ? type->target : type, user));
  }
  return make_convert(nodes, value, nodes.types.pointer_to(is_array ? type->target : type));
}

Value reject_dynamic(Expr *value, const char *what) {
  if (value->kind != translated_kind)
    return value;
  return advise(fail(Tag::D_CG_DYN, value->span, "%s may not be a translated %s as a whole", what,
                     value->type->is_pointer() ? "pointer" : "structure"),
                "name the member that you want");
}

Value reject_structure(TypedNodes &nodes, Expr *value, const char *what) {
  if (value->kind != translated_kind || !value->type->is_pointer())
    return reject_dynamic(value, what);
  Expr *input = static_cast<Translated *>(value)->input;
  if (!input->type->is_scalar())
    return reject_dynamic(value, what);
  return make_retyped(nodes, make_value(nodes, input), value->type);
}

Value value_of(Context &c, const ast::Expr &tree) {
  TRY(raw, expression(c, tree));
  TRY(value, reject_dynamic(raw, "operand"));
  return decay(c, value);
}

} // namespace dtrace::analysis
