// Stage: analysis. Operators that only compute: C's arithmetic, D's ^^ and strings that compare by
// value. Operands are brought to their common type here, pointer arithmetic is scaled here.
#include "analysis/context.h"
#include "base/enum_size.h"

#include "syntax/ast.h"
#include "syntax/literals.h"

namespace dtrace::analysis {

namespace {
// What a binary operator of the syntax asks of its operands, and what becomes of it.
enum class Family { Additive, Multiplicative, Integral, Relation, Logical, Comma };
struct BinaryRow {
  ast::BinaryOp op;
  const char *text;
  Family family;
  int typed; // BinaryOp, CompareOp or LogicalOp, by family
};
// The tag of an operand that has no value, by family.
constexpr Tag no_value_tags[] = {Tag::D_OP_INCOMPAT, Tag::D_OP_ARITH,  Tag::D_OP_INT,
                                 Tag::D_OP_INCOMPAT, Tag::D_OP_SCALAR, Tag::D_OP_DYN};
static_assert(std::size(no_value_tags) == enum_size<Family>);
constexpr int code(auto op) {
  return static_cast<int>(op);
}
constexpr BinaryRow binary_rows[] = {
    {ast::BinaryOp::Add, "+", Family::Additive, code(typed::BinaryOp::Add)},
    {ast::BinaryOp::Sub, "-", Family::Additive, code(typed::BinaryOp::Sub)},
    {ast::BinaryOp::Mul, "*", Family::Multiplicative, code(typed::BinaryOp::Mul)},
    {ast::BinaryOp::Div, "/", Family::Multiplicative, code(typed::BinaryOp::Div)},
    {ast::BinaryOp::Mod, "%", Family::Integral, code(typed::BinaryOp::Mod)},
    {ast::BinaryOp::Shl, "<<", Family::Integral, code(typed::BinaryOp::Shl)},
    {ast::BinaryOp::Shr, ">>", Family::Integral, code(typed::BinaryOp::Shr)},
    {ast::BinaryOp::BitAnd, "&", Family::Integral, code(typed::BinaryOp::And)},
    {ast::BinaryOp::BitOr, "|", Family::Integral, code(typed::BinaryOp::Or)},
    {ast::BinaryOp::BitXor, "^", Family::Integral, code(typed::BinaryOp::Xor)},
    {ast::BinaryOp::Eq, "==", Family::Relation, code(typed::CompareOp::Eq)},
    {ast::BinaryOp::Ne, "!=", Family::Relation, code(typed::CompareOp::Ne)},
    {ast::BinaryOp::Lt, "<", Family::Relation, code(typed::CompareOp::Lt)},
    {ast::BinaryOp::Gt, ">", Family::Relation, code(typed::CompareOp::Gt)},
    {ast::BinaryOp::Le, "<=", Family::Relation, code(typed::CompareOp::Le)},
    {ast::BinaryOp::Ge, ">=", Family::Relation, code(typed::CompareOp::Ge)},
    {ast::BinaryOp::LogAnd, "&&", Family::Logical, code(typed::LogicalOp::And)},
    {ast::BinaryOp::LogOr, "||", Family::Logical, code(typed::LogicalOp::Or)},
    {ast::BinaryOp::LogXor, "^^", Family::Logical, code(typed::LogicalOp::Xor)},
    {ast::BinaryOp::Comma, ",", Family::Comma, 0},
};

static_assert(in_order(binary_rows, &BinaryRow::op));

const BinaryRow &row_of(ast::BinaryOp op) {
  return binary_rows[static_cast<size_t>(op)];
}

Failure wants(Tag tag, Span span, const char *op, const char *what, const Expr *operand) {
  return fail(tag, span, "operator %s requires operands of %s type, not %s", op, what,
              type_name(operand->type).c_str());
}

const Expr *first_that(bool (Type::*is)() const, const Expr *left, const Expr *right) {
  return (left->type->*is)() ? right : left;
}

// ---- Arithmetic ------------------------------------------------------------------------------

Value arithmetic(TypedNodes &nodes, Span span, typed::BinaryOp op, Expr *left, Expr *right) {
  const Type *type = common_type(nodes.types, left->type, right->type);
  if (type->is(TypeKind::Float))
    return advise(fail(Tag::D_OP_ARITH, span, "D cannot compute with floating-point values"),
                  "they can be printed with %f");
  const bool division = op == typed::BinaryOp::Div || op == typed::BinaryOp::Mod;
  right = make_retyped(nodes, right, type);
  if (division && is_null(right))
    return fail(Tag::D_DIV_ZERO, span, "expression divides by zero");
  return make_binary(nodes, span, op, make_retyped(nodes, left, type), right);
}

// Bytes of the element that arithmetic on this pointer counts in.
Result<uint64_t> stride_of(const Expr *pointer, Span span, const char *op) {
  const Type *element = pointer->type->strip()->target->strip();
  if (element->kind == TypeKind::Void || element->kind == TypeKind::Function)
    return advise(fail(Tag::D_OP_VFPTR, span, "operator %s cannot do arithmetic on a pointer to %s",
                       op, type_name(pointer->type).c_str()),
                  "cast the pointer to char * to count in bytes");
  if (!element->is_complete() || element->size == 0)
    return fail(Tag::D_OP_INCOMPLETE, span,
                "operator %s cannot do arithmetic on a pointer to incomplete type %s", op,
                type_name(element).c_str());
  return element->size;
}

Expr *scaled(TypedNodes &nodes, Expr *count, int64_t stride) {
  const Type *type = nodes.types.integer(8, true);
  return make_binary(nodes, count->span, typed::BinaryOp::Mul, make_convert(nodes, count, type),
                     make_integer(nodes, count->span, type, stride));
}

Value pointer_difference(TypedNodes &nodes, Span span, Expr *left, Expr *right) {
  if (!same_type(left->type->strip()->target, right->type->strip()->target))
    return fail(Tag::D_OP_INCOMPAT, span, "difference of pointers of different types: %s - %s",
                type_name(left->type).c_str(), type_name(right->type).c_str());
  TRY(stride, stride_of(left, span, "-"));
  const Type *type = nodes.types.integer(8, true);
  Expr *bytes = make_binary(nodes, span, typed::BinaryOp::Sub, make_convert(nodes, left, type),
                            make_convert(nodes, right, type));
  return make_binary(nodes, span, typed::BinaryOp::Div, bytes, make_integer(nodes, span, type, stride));
}

Value additive(TypedNodes &nodes, Span span, const BinaryRow &row, Expr *left, Expr *right) {
  if (left->type->is_string() && right->type->is_integer())
    left = text_pointer(nodes, left);
  else if (right->type->is_string() && left->type->is_integer())
    right = text_pointer(nodes, right);
  const auto op = static_cast<typed::BinaryOp>(row.typed);
  if (left->type->is_arithmetic() && right->type->is_arithmetic())
    return arithmetic(nodes, span, op, left, right);
  for (const Expr *operand : {left, right})
    if (!operand->type->is_pointer() && !operand->type->is_arithmetic())
      return wants(Tag::D_OP_ARITH, span, row.text, "arithmetic or pointer", operand);
  if (left->type->is_pointer() && right->type->is_pointer() && op == typed::BinaryOp::Sub)
    return pointer_difference(nodes, span, left, right);
  if (right->type->is_pointer() && left->type->is_integer() && op == typed::BinaryOp::Add)
    std::swap(left, right);
  if (!left->type->is_pointer() || !right->type->is_integer())
    return fail(Tag::D_OP_INCOMPAT, span, "operands have incompatible types: %s %s %s",
                type_name(left->type).c_str(), row.text, type_name(right->type).c_str());
  TRY(stride, stride_of(left, span, row.text));
  Expr *bytes = scaled(nodes, right, stride);
  Expr *number = make_convert(nodes, left, nodes.types.integer(8, true));
  Expr *address = make_binary(nodes, span, op, number, bytes);
  return make_convert(nodes, address, left->type);
}

Value computation(TypedNodes &nodes, Span span, const BinaryRow &row, Expr *left, Expr *right) {
  const auto op = static_cast<typed::BinaryOp>(row.typed);
  if (row.family == Family::Multiplicative) {
    if (!left->type->is_arithmetic() || !right->type->is_arithmetic())
      return wants(Tag::D_OP_ARITH, span, row.text, "arithmetic",
                   first_that(&Type::is_arithmetic, left, right));
    return arithmetic(nodes, span, op, left, right);
  }
  if (!left->type->is_integer() || !right->type->is_integer())
    return wants(Tag::D_OP_INT, span, row.text, "integer",
                 first_that(&Type::is_integer, left, right));
  return arithmetic(nodes, span, op, left, right);
}

// ---- Comparison ------------------------------------------------------------------------------

Value string_relation(TypedNodes &nodes, Span span, typed::CompareOp op, Expr *left, Expr *right) {
  left = to_string(nodes, left);
  right = to_string(nodes, right);
  auto *node = make_node<typed::StringCompareExpr>(nodes, typed::ExprKind::StringCompare,
                                                   nodes.types.int_type(), span);
  node->op = op;
  node->left = left;
  node->right = right;
  return node;
}

Value scalar_relation(TypedNodes &nodes, Span span, typed::CompareOp op, Expr *left, Expr *right) {
  const Type *type = left->type;
  if (left->type->is_integer() && right->type->is_integer())
    type = common_type(nodes.types, left->type, right->type);
  else if (!left->type->is_pointer())
    type = right->type;
  return make_compare(nodes, span, op, make_retyped(nodes, left, type), make_retyped(nodes, right, type));
}

// execname == 'cat': what one quote begins is an integer.
std::string advice_on_quotes(bool strings, Span left, Span right) {
  for (const std::string_view text : {left.text(), right.text()})
    if (strings && text.starts_with('\''))
      return in_double_quotes(text.substr(1, text.size() - 2));
  return {};
}

// Two strings compare by value; so do a string and a char pointer or NULL. Two char pointers
// compare as pointers:
//     execname == "sh"    stringof(p) != NULL    args[0]->name == args[1]->name
Value relation(TypedNodes &nodes, Span span, const BinaryRow &row, Expr *left, Expr *right) {
  const auto op = static_cast<typed::CompareOp>(row.typed);
  const bool strings = left->type->is_string() || right->type->is_string();
  if (strings && is_string_like(left) && is_string_like(right))
    return string_relation(nodes, span, op, left, right);
  TRY(a, decay(nodes, left));
  TRY(b, decay(nodes, right));
  if (!a->type->is_scalar() || !b->type->is_scalar())
    return advise(fail(Tag::D_OP_INCOMPAT, span, "operands have incompatible types: %s %s %s",
                       type_name(left->type).c_str(), row.text, type_name(right->type).c_str()),
                  advice_on_quotes(strings, left->span, right->span));
  return scalar_relation(nodes, span, op, a, b);
}

// ---- Logic -----------------------------------------------------------------------------------

Value scalar_condition(TypedNodes &nodes, Expr *raw, const char *op, Tag tag) {
  if (raw->type->is_scalar())
    return decay(nodes, raw);
  auto failure = fail(tag, raw->span, "%s requires a scalar, not a value of type %s", op,
                      type_name(raw->type).c_str());
  return raw->type->is_string() || raw->type->is_char_pointer_or_array()
             ? advise(std::move(failure), "compare a string with another one: ... != \"\"")
             : std::move(failure);
}

Value logical(TypedNodes &nodes, Span span, const BinaryRow &row, Expr *left, Expr *right) {
  const std::string op = std::string("operator ") + row.text;
  TRY(a, scalar_condition(nodes, left, op.c_str(), Tag::D_OP_SCALAR));
  TRY(b, scalar_condition(nodes, right, op.c_str(), Tag::D_OP_SCALAR));
  const int64_t *x = constant_of(a), *y = constant_of(b);
  const auto kind = static_cast<typed::LogicalOp>(row.typed);
  if (x && y) {
    const bool p = *x != 0, q = *y != 0;
    const bool holds = kind == typed::LogicalOp::And  ? p && q
                       : kind == typed::LogicalOp::Or ? p || q
                                                      : p != q;
    return make_integer(nodes, span, nodes.types.int_type(), holds);
  }
  auto *node = make_node<typed::LogicalExpr>(nodes, typed::ExprKind::Logical, nodes.types.int_type(), span);
  node->op = kind;
  node->left = a;
  node->right = b;
  return node;
}

Value comma(TypedNodes &nodes, Span span, Expr *left, Expr *right) {
  auto *node = make_node<typed::CommaExpr>(nodes, typed::ExprKind::Comma, right->type, span);
  node->left = left;
  node->right = right;
  return node;
}

// ---- Unary -----------------------------------------------------------------------------------

Value unary_operand(Context &c, const ast::Unary &tree, Tag tag) {
  TRY(raw, operand(c, *tree.operand, tag));
  TRY(value, reject_dynamic(raw, "operand"));
  return decay(c, value);
}

Value sign(Context &c, const ast::Unary &tree) {
  TRY(operand, unary_operand(c, tree, Tag::D_OP_ARITH));
  const char *op = tree.op == ast::UnaryOp::Plus ? "+" : "-";
  if (!operand->type->is_integer())
    return wants(Tag::D_OP_ARITH, tree.span, op, "arithmetic", operand);
  operand = make_retyped(c, operand, computed_type(c.types, operand->type));
  return tree.op == ast::UnaryOp::Plus ? make_value(c, operand)
                                       : make_unary(c, tree.span, typed::UnaryOp::Minus, operand);
}

Value bit_not(Context &c, const ast::Unary &tree) {
  TRY(operand, unary_operand(c, tree, Tag::D_OP_INT));
  if (!operand->type->is_integer())
    return wants(Tag::D_OP_INT, tree.span, "~", "integer", operand);
  operand = make_retyped(c, operand, computed_type(c.types, operand->type));
  return make_unary(c, tree.span, typed::UnaryOp::BitNot, operand);
}

Value logical_not(Context &c, const ast::Unary &tree) {
  TRY(raw, operand(c, *tree.operand, Tag::D_OP_SCALAR));
  TRY(value, reject_structure(c, raw, "operand of !"));
  TRY(scalar, scalar_condition(c, value, "operator !", Tag::D_OP_SCALAR));
  return make_unary(c, tree.span, typed::UnaryOp::Not, scalar);
}

using UnaryHandler = Value (*)(Context &, const ast::Unary &);
constexpr UnaryHandler unary_handlers[] = {sign,        sign,       logical_not, bit_not,
                                           dereference, address_of, increment,   increment,
                                           increment,   increment};
static_assert(std::size(unary_handlers) == enum_size<ast::UnaryOp>);

// ---- Conditional -----------------------------------------------------------------------------

// The type that both arms of `?:` become: null when there is none.
const Type *arms_type(TypeGraph &types, const Expr *a, const Expr *b) {
  if (a->type->is_integer() && b->type->is_integer())
    return common_type(types, a->type, b->type);
  if ((a->type->is_string() || b->type->is_string()) && is_string_like(a) && is_string_like(b))
    return types.string_type();
  if (a->type->is_pointer() && (is_null(b) || same_type(a->type, b->type)))
    return a->type;
  if (b->type->is_pointer() && is_null(a))
    return b->type;
  if (a->type->is_pointer() && b->type->is_pointer())
    return a->type->strip()->target->is(TypeKind::Void)   ? b->type
           : b->type->strip()->target->is(TypeKind::Void) ? a->type
                                                          : nullptr;
  return same_type(a->type, b->type) ? a->type : nullptr;
}
} // namespace

// Whether a condition is about what types there are. Then the arm that is not taken may name what this
// kernel lacks:
//     __has_member(struct task_struct, __state) ? T->__state : T->state
bool asks_of_types(const ast::Expr &tree) {
  switch (tree.kind) {
  case ast::ExprKind::HasType:
  case ast::ExprKind::HasMember:
  case ast::ExprKind::HasProbe:
    return true;
  case ast::ExprKind::Unary:
    return asks_of_types(*static_cast<const ast::Unary &>(tree).operand);
  case ast::ExprKind::Binary:
    return asks_of_types(*static_cast<const ast::Binary &>(tree).left) &&
           asks_of_types(*static_cast<const ast::Binary &>(tree).right);
  default:
    return false;
  }
}

const char *name_of(ast::BinaryOp op) {
  return row_of(op).text;
}

Value address_plus(TypedNodes &nodes, Span span, Expr *address, Expr *bytes) {
  if (is_null(bytes))
    return address;
  const Type *type = nodes.types.integer(8, true);
  address = make_convert(nodes, address, type);
  // p->a.b: one addition, not two.
  if (address->kind == typed::ExprKind::Binary && constant_of(bytes)) {
    const auto *sum = static_cast<typed::BinaryExpr *>(address);
    if (sum->op == typed::BinaryOp::Add && constant_of(sum->right))
      return make_binary(nodes, span, sum->op, sum->left,
                         make_binary(nodes, span, sum->op, sum->right, bytes));
  }
  return make_binary(nodes, span, typed::BinaryOp::Add, address, bytes);
}

Value unary(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Unary &>(tree);
  return unary_handlers[static_cast<size_t>(node.op)](c, node);
}

// execname == cat: the quotes were left out, or a shell took them away.
Failure unquoted(Diagnostic &&error, const ast::Expr &tree) {
  if (error.tag == Tag::D_IDENT_UNDEF && tree.kind == ast::ExprKind::Identifier &&
      error.advice.empty())
    error.advice = in_double_quotes(tree.span.text());
  return Failure(std::move(error));
}

Value binary(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Binary &>(tree);
  const BinaryRow &row = row_of(node.op);
  const std::string what = std::string("operand of ") + row.text;
  const bool is_test = row.family == Family::Relation || row.family == Family::Logical;
  const auto side = [&](const ast::Expr &written) -> Value {
    TRY(given, operand(c, written, no_value_tags[static_cast<size_t>(row.family)]));
    Expr *raw = keep_stack(c, given);
    return is_test ? reject_structure(c, raw, what.c_str()) : reject_dynamic(raw, what.c_str());
  };
  TRY(left, side(*node.left));
  Value right_operand = side(*node.right);
  if (!right_operand && left->type->is_string())
    return unquoted(std::move(right_operand.error()), *node.right);
  TRY(right, std::move(right_operand));
  if (row.family == Family::Relation)
    return relation(c, tree.span, row, left, right);
  if (row.family == Family::Logical)
    return logical(c, tree.span, row, left, right);
  TRY(a, decay(c, left));
  TRY(b, decay(c, right));
  if (row.family == Family::Comma)
    return comma(c, tree.span, a, b);
  if (row.family == Family::Additive)
    return additive(c, tree.span, row, a, b);
  return computation(c, tree.span, row, a, b);
}

Value condition_of(Context &c, const ast::Expr &tree, Tag tag, const char *what) {
  TRY(raw, operand(c, tree, tag));
  TRY(value, reject_structure(c, raw, what));
  return scalar_condition(c, value, what, tag);
}

Value conditional(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Conditional &>(tree);
  TRY(condition, condition_of(c, *node.condition));
  if (const int64_t *known = constant_of(condition)) {
    const Value taken = expression(c, *known ? *node.then_value : *node.else_value);
    if (!taken || asks_of_types(*node.condition) ||
        !expression(c, *known ? *node.else_value : *node.then_value))
      return taken; // what never runs need not be able to
  }
  TRY(raw_then, expression(c, *node.then_value));
  TRY(then_checked, reject_structure(c, raw_then, "arm of ?:"));
  TRY(raw_else, expression(c, *node.else_value));
  TRY(else_checked, reject_structure(c, raw_else, "arm of ?:"));
  const bool strings = then_checked->type->is_string() || else_checked->type->is_string();
  TRY(then_value, strings ? Value(then_checked) : decay(c, then_checked));
  TRY(else_value, strings ? Value(else_checked) : decay(c, else_checked));
  const Type *type = arms_type(c.types, then_value, else_value);
  if (!type)
    return fail(Tag::D_OP_INCOMPAT, tree.span, "the arms of ?: have incompatible types: %s : %s",
                type_name(then_value->type).c_str(), type_name(else_value->type).c_str());
  then_value = type->is_string() ? to_string(c, then_value) : make_retyped(c, then_value, type);
  else_value = type->is_string() ? to_string(c, else_value) : make_retyped(c, else_value, type);
  if (const int64_t *known = constant_of(condition))
    return type->is_scalar() ? make_value(c, *known ? then_value : else_value)
                             : *known ? then_value : else_value;
  auto *result =
      make_node<typed::ConditionalExpr>(c, typed::ExprKind::Conditional, type, tree.span);
  result->condition = condition;
  result->then_value = then_value;
  result->else_value = else_value;
  return result;
}

} // namespace dtrace::analysis
