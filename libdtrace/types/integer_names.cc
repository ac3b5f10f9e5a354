// Stage: types. Names of basic types in type data, word by word.
#include "types/integer_names.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace {

namespace {
struct WordRow {
  std::string_view text;
  uint32_t word;
};
constexpr WordRow word_rows[] = {
    {"char", ast::Char},         {"short", ast::Short},   {"int", ast::Int},    {"long", ast::Long},
    {"unsigned", ast::Unsigned}, {"signed", ast::Signed}, {"_Bool", ast::Bool}, {"bool", ast::Bool},
    {"float", ast::Float},       {"double", ast::Double},
};

// 0: a word is none of C's.
uint32_t words_of(std::string_view name) {
  uint32_t words = 0;
  while (!name.empty()) {
    const std::string_view text = name.substr(0, name.find(' '));
    name.remove_prefix(std::min(text.size() + 1, name.size()));
    const auto row = std::ranges::find(word_rows, text, &WordRow::text);
    if (row == std::end(word_rows))
      return 0;
    words |= row->word == ast::Long && (words & ast::Long) ? uint32_t{ast::LongLong} : row->word;
  }
  return words;
}

uint32_t alignment_of(uint64_t size) {
  return size == 2 || size == 4 || size == 8 || size == 16 ? static_cast<uint32_t>(size) : 1;
}

const Type *own_type(TypeGraph &graph, std::string_view name, uint64_t size, TypeKind kind) {
  const uint32_t words = words_of(name);
  const Type *type = words ? graph.basic(words) : nullptr;
  return type && type->kind == kind && type->size == size ? type : nullptr;
}
} // namespace

const Type *integer_by_name(TypeGraph &graph, std::string_view name, uint64_t size,
                            bool is_signed) {
  if (const Type *type = own_type(graph, name, size, TypeKind::Integer))
    return type;
  return graph.make({.kind = TypeKind::Integer,
                     .name = name,
                     .size = size,
                     .alignment = alignment_of(size),
                     .is_signed = is_signed});
}

const Type *float_by_size(TypeGraph &graph, std::string_view name, uint64_t size) {
  if (const Type *type = own_type(graph, name, size, TypeKind::Float))
    return type;
  return graph.make({.kind = TypeKind::Float,
                     .name = name,
                     .size = size,
                     .alignment = alignment_of(size),
                     .is_signed = true});
}

} // namespace dtrace
