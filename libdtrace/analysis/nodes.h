// Stage: analysis (private to the folder). Making typed expressions (nodes.cc): what that takes, and
// the makers. They need to know nothing of names, probes or the clause at hand.
#pragma once
#include "analysis/string_bounds.h"
#include "analysis/typed.h"
#include "base/arena.h"
#include "types/type.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dtrace::analysis {

using typed::Expr;

struct TypedNodes {
  Arena &arena; // owns the nodes
  TypeGraph &types;
  std::vector<std::string> &strings; // of the Manifest, by number
  uint32_t strsize;                  // bytes of the longest string, with its NUL
  StringBounds bounds{};
  std::unordered_map<std::string, uint32_t> interned{}; // string -> number
  uint32_t count = 0; // of the nodes made
};

template <class T> T *make_node(TypedNodes &nodes, typed::ExprKind kind, const Type *type, Span span) {
  T *node = nodes.arena.make<T>();
  node->kind = kind;
  node->type = type;
  node->span = span;
  nodes.count++;
  if (type->is_string())
    nodes.bounds.note(node);
  return node;
}
Expr *make_integer(TypedNodes &nodes, Span span, const Type *type, int64_t value); // cut to the type
Expr *make_number(TypedNodes &nodes, Span span, const Type *type, int64_t value);  // in 64 bits
int64_t truncated(int64_t value, const Type *type);
Expr *make_string(TypedNodes &nodes, Span span, std::string value);
uint32_t intern_string(TypedNodes &nodes, const std::string &text);
// Constants are computed at once; an expression that is of that type already is returned as it is.
Expr *make_convert(TypedNodes &nodes, Expr *value, const Type *type);
Expr *make_retyped(TypedNodes &nodes, Expr *value, const Type *type); // the same 64 bits, of another type
Expr *make_value(TypedNodes &nodes, Expr *value); // a number that is no place: nothing is assigned to it
Expr *make_unary(TypedNodes &nodes, Span span, typed::UnaryOp op, Expr *operand);
Expr *make_binary(TypedNodes &nodes, Span span, typed::BinaryOp op, Expr *left, Expr *right);
Expr *make_compare(TypedNodes &nodes, Span span, typed::CompareOp op, Expr *left, Expr *right);
Expr *make_memory(TypedNodes &nodes, Span span, const Type *type, Expr *address, typed::Space space);
Expr *make_bind(TypedNodes &nodes, typed::Local *local, Expr *value, Expr *body);
typed::Local *make_local(TypedNodes &nodes, std::string_view name, const Type *type);
Expr *make_local_ref(TypedNodes &nodes, Span span, typed::Local *local);
bool is_place(const Expr *value); // something may be assigned to it
const int64_t *constant_of(const Expr *value); // null: not an integer constant
bool is_null(const Expr *value);               // the constant 0, of any integer or pointer type

} // namespace dtrace::analysis
