// Stage: analysis. Making typed expressions. The makers keep the rules of typed.h and compute what
// is constant, so that "is it constant" is one question: is the node an Integer. All arithmetic
// here wraps as the machine's does.
#include "analysis/nodes.h"

#include <algorithm>
#include <optional>

namespace dtrace::analysis {

int64_t truncated(int64_t value, const Type *type) {
  type = type->strip();
  if (type->is_bool)
    return value != 0;
  const bool is_signed = type->is_integer() && type->is_signed;
  switch (type->size) {
  case 1:
    return is_signed ? int64_t{static_cast<int8_t>(value)} : int64_t{static_cast<uint8_t>(value)};
  case 2:
    return is_signed ? int64_t{static_cast<int16_t>(value)} : int64_t{static_cast<uint16_t>(value)};
  case 4:
    return is_signed ? int64_t{static_cast<int32_t>(value)} : int64_t{static_cast<uint32_t>(value)};
  default:
    return value;
  }
}

namespace {
bool is_unsigned(const Type *type) {
  type = type->strip();
  return !type->is_signed || type->kind == TypeKind::Pointer;
}

int64_t divided(int64_t a, int64_t b, bool is_unsigned) {
  if (is_unsigned)
    return static_cast<int64_t>(static_cast<uint64_t>(a) / static_cast<uint64_t>(b));
  return b == -1 ? static_cast<int64_t>(-static_cast<uint64_t>(a)) : a / b;
}

int64_t remainder(int64_t a, int64_t b, bool is_unsigned) {
  if (is_unsigned)
    return static_cast<int64_t>(static_cast<uint64_t>(a) % static_cast<uint64_t>(b));
  return b == -1 ? 0 : a % b;
}

int64_t shifted_right(int64_t a, uint64_t count, const Type *type) {
  return is_unsigned(type) ? static_cast<int64_t>(static_cast<uint64_t>(a) >> count) : a >> count;
}

std::optional<int64_t> computed(typed::BinaryOp op, int64_t a, int64_t b, const Type *type) {
  using enum typed::BinaryOp;
  const uint64_t x = a, y = b, count = y & 63;
  const bool division = op == Div || op == Mod;
  if (division && b == 0)
    return std::nullopt;
  switch (op) {
  case Add:
    return x + y;
  case Sub:
    return x - y;
  case Mul:
    return x * y;
  case Div:
    return divided(a, b, is_unsigned(type));
  case Mod:
    return remainder(a, b, is_unsigned(type));
  case Shl:
    return x << count;
  case Shr:
    return shifted_right(a, count, type);
  case And:
    return x & y;
  case Or:
    return x | y;
  case Xor:
    return x ^ y;
  }
  return std::nullopt;
}

bool holds(typed::CompareOp op, int order) {
  using enum typed::CompareOp;
  switch (op) {
  case Eq:
    return order == 0;
  case Ne:
    return order != 0;
  case Lt:
    return order < 0;
  case Gt:
    return order > 0;
  case Le:
    return order <= 0;
  case Ge:
    return order >= 0;
  }
  return false;
}

int order_of(int64_t a, int64_t b, const Type *type) {
  if (is_unsigned(type))
    return static_cast<uint64_t>(a) < static_cast<uint64_t>(b) ? -1 : a != b;
  return a < b ? -1 : a != b;
}
} // namespace

Expr *make_integer(TypedNodes &nodes, Span span, const Type *type, int64_t value) {
  return make_number(nodes, span, type, truncated(value, type));
}

Expr *make_number(TypedNodes &nodes, Span span, const Type *type, int64_t value) {
  auto *node = make_node<typed::IntegerConst>(nodes, typed::ExprKind::Integer, type, span);
  node->value = value;
  return node;
}

uint32_t intern_string(TypedNodes &nodes, const std::string &text) {
  const auto [it, is_new] = nodes.interned.try_emplace(text, nodes.strings.size());
  if (is_new)
    nodes.strings.push_back(text);
  return it->second;
}

// D's strings end at the first NUL.
Expr *make_string(TypedNodes &nodes, Span span, std::string value) {
  value.resize(std::min(value.find('\0'), value.size()));
  auto *node =
      make_node<typed::StringConst>(nodes, typed::ExprKind::String, nodes.types.string_type(), span);
  node->value = value.substr(0, nodes.strsize - 1);
  node->interned = intern_string(nodes, node->value);
  node->written = std::move(value);
  return node;
}

const int64_t *constant_of(const Expr *value) {
  static_assert(sizeof(uint64_t) == sizeof(int64_t));
  if (value->kind != typed::ExprKind::Integer)
    return nullptr;
  return reinterpret_cast<const int64_t *>(&static_cast<const typed::IntegerConst *>(value)->value);
}

bool is_null(const Expr *value) {
  const int64_t *constant = constant_of(value);
  return constant && *constant == 0;
}

Expr *make_convert(TypedNodes &nodes, Expr *value, const Type *type) {
  const Type *from = value->type->strip(), *to = type->strip();
  if (from == to)
    return value;
  if (const int64_t *constant = constant_of(value))
    return make_integer(nodes, value->span, type, *constant);
  if (to->is_bool && from->is_scalar())
    value = make_compare(nodes, value->span, typed::CompareOp::Ne, value,
                         make_integer(nodes, value->span, value->type, 0));
  auto *node = make_node<typed::ConvertExpr>(nodes, typed::ExprKind::Convert, type, value->span);
  node->operand = value;
  return node;
}

Expr *make_retyped(TypedNodes &nodes, Expr *value, const Type *type) {
  if (value->type->strip() == type->strip())
    return value;
  if (const int64_t *constant = constant_of(value))
    return make_number(nodes, value->span, type, *constant);
  auto *node = make_node<typed::ConvertExpr>(nodes, typed::ExprKind::Convert, type, value->span);
  node->operand = value;
  node->keeps = true;
  return node;
}

Expr *make_value(TypedNodes &nodes, Expr *value) {
  if (!is_place(value))
    return value;
  auto *node = make_node<typed::ConvertExpr>(nodes, typed::ExprKind::Convert, value->type, value->span);
  node->operand = value;
  node->keeps = true;
  return node;
}

Expr *make_unary(TypedNodes &nodes, Span span, typed::UnaryOp op, Expr *operand) {
  const bool negation = op == typed::UnaryOp::Not;
  const Type *type = negation ? nodes.types.int_type() : operand->type;
  if (const int64_t *constant = constant_of(operand)) {
    const uint64_t value = *constant;
    return make_number(nodes, span, type,
                       negation                       ? value == 0
                       : op == typed::UnaryOp::BitNot ? ~value
                                                      : -value);
  }
  auto *node = make_node<typed::UnaryExpr>(nodes, typed::ExprKind::Unary, type, span);
  node->op = op;
  node->operand = operand;
  return node;
}

Expr *make_binary(TypedNodes &nodes, Span span, typed::BinaryOp op, Expr *left, Expr *right) {
  const int64_t *a = constant_of(left), *b = constant_of(right);
  if (a && b)
    if (const auto value = computed(op, *a, *b, left->type))
      return make_number(nodes, span, left->type, *value);
  auto *node = make_node<typed::BinaryExpr>(nodes, typed::ExprKind::Binary, left->type, span);
  node->op = op;
  node->left = left;
  node->right = right;
  return node;
}

Expr *make_compare(TypedNodes &nodes, Span span, typed::CompareOp op, Expr *left, Expr *right) {
  const int64_t *a = constant_of(left), *b = constant_of(right);
  if (a && b)
    return make_integer(nodes, span, nodes.types.int_type(), holds(op, order_of(*a, *b, left->type)));
  auto *node = make_node<typed::CompareExpr>(nodes, typed::ExprKind::Compare, nodes.types.int_type(), span);
  node->op = op;
  node->left = left;
  node->right = right;
  return node;
}

// What a process's memory points to is in its memory, too.
Expr *make_memory(TypedNodes &nodes, Span span, const Type *type, Expr *address, typed::Space space) {
  if (space == typed::Space::User && type->is_pointer() && !type->strip()->userland)
    type = nodes.types.pointer_to(type->strip()->target, true);
  auto *node = make_node<typed::MemoryPlace>(nodes, typed::ExprKind::Memory, type, span);
  node->address = address;
  node->space = space;
  return node;
}

typed::Local *make_local(TypedNodes &nodes, std::string_view name, const Type *type) {
  return nodes.arena.make<typed::Local>(std::string(name), type, 0u);
}

Expr *make_local_ref(TypedNodes &nodes, Span span, typed::Local *local) {
  auto *node = make_node<typed::LocalRef>(nodes, typed::ExprKind::LocalValue, local->type, span);
  node->local = local;
  return node;
}

Expr *make_bind(TypedNodes &nodes, typed::Local *local, Expr *value, Expr *body) {
  auto *node = make_node<typed::BindExpr>(nodes, typed::ExprKind::Bind, body->type, body->span);
  node->local = local;
  node->value = value;
  node->body = body;
  nodes.bounds.note_bind(node);
  return node;
}

} // namespace dtrace::analysis
