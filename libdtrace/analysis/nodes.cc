// Stage: analysis. Making typed expressions. The makers keep the rules of typed.h and compute what
// is constant, so that "is it constant" is one question: is the node an Integer. All arithmetic
// here wraps as the machine's does.
#include "analysis/context.h"

#include "syntax/foreign.h"

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

Expr *make_integer(Context &c, Span span, const Type *type, int64_t value) {
  return make_number(c, span, type, truncated(value, type));
}

Expr *make_number(Context &c, Span span, const Type *type, int64_t value) {
  auto *node = make_node<typed::IntegerConst>(c, typed::ExprKind::Integer, type, span);
  node->value = value;
  return node;
}

uint32_t intern_string(Context &c, const std::string &text) {
  auto &strings = c.program.manifest.strings;
  const auto [it, is_new] = c.interned.try_emplace(text, strings.size());
  if (is_new)
    strings.push_back(text);
  return it->second;
}

// D's strings end at the first NUL.
Expr *make_string(Context &c, Span span, std::string value) {
  value.resize(std::min(value.find('\0'), value.size()));
  auto *node =
      make_node<typed::StringConst>(c, typed::ExprKind::String, c.types.string_type(), span);
  node->value = value.substr(0, c.strsize - 1);
  node->interned = intern_string(c, node->value);
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

Expr *make_convert(Context &c, Expr *value, const Type *type) {
  const Type *from = value->type->strip(), *to = type->strip();
  if (from == to)
    return value;
  if (const int64_t *constant = constant_of(value))
    return make_integer(c, value->span, type, *constant);
  if (to->is_bool && from->is_scalar())
    value = make_compare(c, value->span, typed::CompareOp::Ne, value,
                         make_integer(c, value->span, value->type, 0));
  auto *node = make_node<typed::ConvertExpr>(c, typed::ExprKind::Convert, type, value->span);
  node->operand = value;
  return node;
}

Expr *make_retyped(Context &c, Expr *value, const Type *type) {
  if (value->type->strip() == type->strip())
    return value;
  if (const int64_t *constant = constant_of(value))
    return make_number(c, value->span, type, *constant);
  auto *node = make_node<typed::ConvertExpr>(c, typed::ExprKind::Convert, type, value->span);
  node->operand = value;
  node->keeps = true;
  return node;
}

Expr *make_value(Context &c, Expr *value) {
  if (!is_place(value))
    return value;
  auto *node = make_node<typed::ConvertExpr>(c, typed::ExprKind::Convert, value->type, value->span);
  node->operand = value;
  node->keeps = true;
  return node;
}

Expr *make_unary(Context &c, Span span, typed::UnaryOp op, Expr *operand) {
  const bool negation = op == typed::UnaryOp::Not;
  const Type *type = negation ? c.types.int_type() : operand->type;
  if (const int64_t *constant = constant_of(operand)) {
    const uint64_t value = *constant;
    return make_number(c, span, type,
                       negation                       ? value == 0
                       : op == typed::UnaryOp::BitNot ? ~value
                                                      : -value);
  }
  auto *node = make_node<typed::UnaryExpr>(c, typed::ExprKind::Unary, type, span);
  node->op = op;
  node->operand = operand;
  return node;
}

Expr *make_binary(Context &c, Span span, typed::BinaryOp op, Expr *left, Expr *right) {
  const int64_t *a = constant_of(left), *b = constant_of(right);
  if (a && b)
    if (const auto value = computed(op, *a, *b, left->type))
      return make_number(c, span, left->type, *value);
  auto *node = make_node<typed::BinaryExpr>(c, typed::ExprKind::Binary, left->type, span);
  node->op = op;
  node->left = left;
  node->right = right;
  return node;
}

Expr *make_compare(Context &c, Span span, typed::CompareOp op, Expr *left, Expr *right) {
  const int64_t *a = constant_of(left), *b = constant_of(right);
  if (a && b)
    return make_integer(c, span, c.types.int_type(), holds(op, order_of(*a, *b, left->type)));
  auto *node = make_node<typed::CompareExpr>(c, typed::ExprKind::Compare, c.types.int_type(), span);
  node->op = op;
  node->left = left;
  node->right = right;
  return node;
}

// What a process's memory points to is in its memory, too.
Expr *make_memory(Context &c, Span span, const Type *type, Expr *address, typed::Space space) {
  if (space == typed::Space::User && type->is_pointer() && !type->strip()->userland)
    type = c.types.pointer_to(type->strip()->target, true);
  auto *node = make_node<typed::MemoryPlace>(c, typed::ExprKind::Memory, type, span);
  node->address = address;
  node->space = space;
  return node;
}

// argN and args[N]: providers may have to keep those.
static void note_argument(Context &c, const typed::BuiltinExpr &node) {
  const Generator generator = node.row->generator;
  if (!c.clause || (generator != Generator::Argument && generator != Generator::Arguments))
    return;
  const int64_t *number = node.arguments.empty() ? nullptr : constant_of(node.arguments[0]);
  if (number && *number > c.clause->most_argument)
    c.clause->most_argument = *number;
}

Expr *make_builtin(Context &c, Span span, const Builtin &row, const Type *type,
                   std::vector<Expr *> arguments) {
  auto *node = make_node<typed::BuiltinExpr>(c, typed::ExprKind::Builtin, type, span);
  node->row = &row;
  node->arguments = std::move(arguments);
  c.program.manifest.tells_machine |= row.tells_machine;
  if (row.tells_time && c.clause && c.clause->clause)
    c.clause->clause->tells_time = true;
  note_argument(c, *node);
  return node;
}

typed::Local *make_local(Context &c, std::string_view name, const Type *type) {
  return c.program.arena.make<typed::Local>(std::string(name), type, 0u);
}

Expr *make_local_ref(Context &c, Span span, typed::Local *local) {
  auto *node = make_node<typed::LocalRef>(c, typed::ExprKind::LocalValue, local->type, span);
  node->local = local;
  return node;
}

Expr *make_bind(Context &c, typed::Local *local, Expr *value, Expr *body) {
  auto *node = make_node<typed::BindExpr>(c, typed::ExprKind::Bind, body->type, body->span);
  node->local = local;
  node->value = value;
  node->body = body;
  c.bounds.note_bind(node);
  return node;
}

Failure told_at(Span use, const std::string &name, Diagnostic error) {
  const bool elsewhere = error.span.source && error.span.source->kind == SourceKind::Library;
  if (!elsewhere || error.span.source == use.source)
    return Failure(std::move(error));
  const Place place = error.span.place();
  return advise(
      fail(error.tag, use, "%s is not available here: %s", name.c_str(), error.message.c_str()),
      "it is defined in " + std::string(place.file) + ", line " + std::to_string(place.line));
}

Failure advise(Failure failure, std::string advice) {
  failure.error().advice = std::move(advice);
  return failure;
}

std::string advice_on_function(std::string_view word,
                               const std::vector<std::string_view> &candidates) {
  const std::string_view advice = advice_on_foreign_call(word);
  return advice.empty() ? did_you_mean(word, candidates) : std::string(advice);
}

std::string instead_of(std::string_view word, const std::vector<std::string_view> &candidates) {
  const std::string_view known = advice_on_foreign_name(word);
  return known.empty() ? did_you_mean(word, candidates) : std::string(known);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view> &candidates) {
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? "" : "did you mean " + std::string(near) + "?";
}

} // namespace dtrace::analysis
