// Stage: syntax. Constructors of expressions, statements and clauses.
#include "syntax/nodes.h"

#include "syntax/description.h"

#include <algorithm>

namespace dtrace {

using namespace ast;

void Nodes::note(Failure failure) {
  if (!error_)
    error_ = std::move(failure.error());
}

void Nodes::too_high(Span span) {
  note(fail(Tag::D_SYNTAX, span, "more than %u operators or statements are nested", max_height));
}

uint16_t Nodes::height_over(uint32_t below, Span span) {
  if (below < max_height)
    return static_cast<uint16_t>(below + 1);
  too_high(span);
  return max_height;
}

uint16_t Nodes::height_over(const Statements &list, Span span) {
  uint32_t below = 0;
  for (const Statement *statement : list)
    below = std::max<uint32_t>(below, statement->height);
  return height_over(below, span);
}

template <class T, class... Args>
T *Nodes::expr(ExprKind kind, Span span, std::initializer_list<const Expr *> parts,
               Args &&...args) {
  uint32_t below = 0;
  for (const Expr *part : parts)
    below = std::max<uint32_t>(below, part->height);
  const uint16_t height = parts.size() == 0 ? 1 : height_over(below, span);
  return program_.arena.make<T>(Expr{kind, span, height}, std::forward<Args>(args)...);
}

// ---- Expressions -----------------------------------------------------------------------------

Expr *Nodes::integer(const Token *token) {
  return expr<Integer>(ExprKind::Integer, token->span, {}, token->value, token->is_unsigned,
                       token->longs, token->decimal, token->is_char);
}

Expr *Nodes::string(const Tokens *parts) {
  const Span span = parts->front()->span.to(parts->back()->span);
  if (parts->size() == 1)
    return expr<String>(ExprKind::String, span, {}, parts->front()->text);
  std::string whole;
  for (const Token *part : *parts)
    whole += part->text;
  return expr<String>(ExprKind::String, span, {}, program_.arena.intern(std::move(whole)));
}

Expr *Nodes::identifier(const Token *name) {
  return expr<Identifier>(ExprKind::Identifier, name->span, {}, Scope::Global, name->text);
}

Expr *Nodes::scoped_variable(Scope scope, const Token *first, const Token *name) {
  return expr<Identifier>(ExprKind::Identifier, first->span.to(name->span), {}, scope, name->text);
}

Expr *Nodes::symbol(const Token *token) {
  return expr<Symbol>(ExprKind::Symbol, token->span, {}, token->object, token->text);
}

Expr *Nodes::aggregation(const Token *token) {
  return expr<Aggregation>(ExprKind::Aggregation, token->span, {}, token->text, false, Exprs());
}

Expr *Nodes::parenthesized(const Token *first, Expr *inner, const Token *last) {
  inner->span = first->span.to(last->span);
  return inner;
}

Expr *Nodes::prefix(UnaryOp op, const Token *first, Expr *operand) {
  return expr<Unary>(ExprKind::Unary, first->span.to(operand->span), {operand}, op, operand);
}

Expr *Nodes::postfix(UnaryOp op, Expr *operand, const Token *last) {
  return expr<Unary>(ExprKind::Unary, operand->span.to(last->span), {operand}, op, operand);
}

Expr *Nodes::binary(BinaryOp op, Expr *left, Expr *right) {
  return expr<Binary>(ExprKind::Binary, left->span.to(right->span), {left, right}, op, left, right);
}

Expr *Nodes::assign(std::optional<BinaryOp> op, Expr *target, Expr *value) {
  return expr<Assign>(ExprKind::Assign, target->span.to(value->span), {target, value}, op, target,
                      value);
}

Expr *Nodes::conditional(Expr *condition, Expr *then_value, Expr *else_value) {
  return expr<Conditional>(ExprKind::Conditional, condition->span.to(else_value->span),
                           {condition, then_value, else_value}, condition, then_value, else_value);
}

Expr *Nodes::cast(const Token *first, TypeName *type, Expr *operand) {
  return expr<Cast>(ExprKind::Cast, first->span.to(operand->span), {operand}, type, operand);
}

namespace {
uint32_t highest(const Nodes::Exprs &list) {
  uint32_t height = 0;
  for (const Expr *expr : list)
    height = std::max<uint32_t>(height, expr->height);
  return height;
}
} // namespace

// `@a[k]` is one aggregation with keys, everything else in front of `[` is a value of its own.
Expr *Nodes::index(Expr *base, Exprs *indexes, const Token *last) {
  const Span span = base->span.to(last->span);
  const uint16_t height = height_over(std::max<uint32_t>(base->height, highest(*indexes)), span);
  if (base->kind == ExprKind::Aggregation && !static_cast<Aggregation *>(base)->has_keys) {
    const auto aggregation = static_cast<Aggregation *>(base);
    aggregation->span = span, aggregation->height = height;
    aggregation->has_keys = true, aggregation->keys = *indexes;
    return aggregation;
  }
  return program_.arena.make<Index>(Expr{ExprKind::Index, span, height}, base, *indexes);
}

Expr *Nodes::call(Expr *callee, Exprs *arguments, const Token *last) {
  const Span span = callee->span.to(last->span);
  std::string_view name;
  if (callee->kind == ExprKind::Identifier &&
      static_cast<Identifier *>(callee)->scope == Scope::Global)
    name = static_cast<Identifier *>(callee)->name;
  else
    note(fail(Tag::D_FUNC_IDENT, callee->span, "only a function's name can be called"));
  return program_.arena.make<Call>(
      Expr{ExprKind::Call, span, height_over(highest(*arguments), span)}, name, *arguments);
}

Expr *Nodes::member(Expr *base, bool arrow, const Token *name) {
  return expr<MemberAccess>(ExprKind::Member, base->span.to(name->span), {base}, base, arrow,
                       name->text);
}

Expr *Nodes::sizeof_type(const Token *first, TypeName *type, const Token *last) {
  return expr<SizeofType>(ExprKind::SizeofType, first->span.to(last->span), {}, type);
}

Expr *Nodes::sizeof_expr(const Token *first, Expr *operand) {
  return expr<SizeofExpr>(ExprKind::SizeofExpr, first->span.to(operand->span), {operand}, operand);
}

Expr *Nodes::stringof(const Token *first, Expr *operand) {
  return expr<Stringof>(ExprKind::Stringof, first->span.to(operand->span), {operand}, operand);
}

std::string_view Nodes::dotted(const Tokens &path) {
  if (path.size() == 1)
    return path.front()->text;
  std::string text;
  for (const Token *name : path)
    text.append(text.empty() ? "" : ".").append(name->text);
  return program_.arena.intern(std::move(text));
}

Expr *Nodes::offset_of(const Token *first, TypeName *type, Tokens *path, const Token *last) {
  return expr<Offsetof>(ExprKind::Offsetof, first->span.to(last->span), {}, type, dotted(*path));
}

Expr *Nodes::xlate(const Token *first, TypeName *type, Expr *operand, const Token *last) {
  return expr<Xlate>(ExprKind::Xlate, first->span.to(last->span), {operand}, type, operand);
}

Expr *Nodes::has_type(const Token *first, TypeName *type, const Token *last) {
  return expr<HasType>(ExprKind::HasType, first->span.to(last->span), {}, type);
}

Expr *Nodes::has_member(const Token *first, TypeName *type, Tokens *path, const Token *last) {
  return expr<HasMember>(ExprKind::HasMember, first->span.to(last->span), {}, type, dotted(*path));
}

Expr *Nodes::has_probe(const Token *first, const Token *written, const Token *last) {
  return expr<HasProbe>(ExprKind::HasProbe, first->span.to(last->span), {}, description(written));
}

// ---- Statements and clauses ------------------------------------------------------------------

Statement *Nodes::expression_statement(Expr *expr, const Token *) {
  return program_.arena.make<Statement>(StatementKind::Expression, expr->span, expr);
}

Statement *Nodes::block(const Token *first, Statements *body, const Token *last) {
  const Span span = first->span.to(last->span);
  return program_.arena.make<Statement>(StatementKind::Block, span, nullptr, *body, Statements(),
                                        height_over(*body, span));
}

namespace {
// The arm of an `if`: a block's statements, one statement, or none.
Nodes::Statements arm(Statement *part) {
  if (!part)
    return {};
  return part->kind == StatementKind::Block ? part->body : Nodes::Statements{part};
}
} // namespace

Statement *Nodes::if_statement(const Token *first, Expr *condition, Statement *then_part,
                               Statement *else_part) {
  Statement *last = else_part ? else_part : then_part;
  const Span span = first->span.to(last ? last->span : condition->span);
  const uint32_t below =
      std::max(then_part ? then_part->height : 0, else_part ? else_part->height : 0);
  return program_.arena.make<Statement>(StatementKind::If, span, condition, arm(then_part),
                                        arm(else_part), height_over(below, span));
}

Nodes::Statements *Nodes::add_statement(Statements *list, Statement *statement) {
  if (statement)
    list->push_back(statement);
  return list;
}

ProbeDescription *Nodes::description(const Token *token) {
  auto probe = read_description(token->text, token->span, options_, program_.arena);
  if (!probe)
    note(std::unexpected(std::move(probe.error())));
  return program_.arena.make<ProbeDescription>(probe ? *probe : ProbeDescription{});
}

Item &Nodes::add(ItemKind kind) {
  return program_.items.emplace_back(Item{kind});
}

void Nodes::clause(Descriptions *probes, Expr *predicate, const Token *first, Statements *body,
                   const Token *last) {
  Span span = probes->front().span.to(probes->back().span);
  if (predicate)
    span = span.to(predicate->span);
  if (last)
    span = span.to(last->span);
  add(ItemKind::Clause).clause = program_.arena.make<Clause>(
      span, *probes, predicate, first != nullptr, body ? *body : Statements());
}

void Nodes::expression_item(Expr *expr) {
  const auto statement =
      program_.arena.make<Statement>(StatementKind::Expression, expr->span, expr);
  add(ItemKind::Clause).clause =
      program_.arena.make<Clause>(expr->span, Descriptions(), nullptr, true, Statements{statement});
}

} // namespace dtrace
