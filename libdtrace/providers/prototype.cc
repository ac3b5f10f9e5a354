// Stage: providers. A reader of one C parameter, word by word.
#include "providers/prototype.h"

#include "syntax/ast.h"

#include <cctype>

namespace dtrace {

namespace {

struct BasicRow {
  std::string_view word;
  uint32_t bit;
};
constexpr BasicRow basic_rows[] = {
    {"void", ast::Void}, {"char", ast::Char},     {"short", ast::Short},       {"int", ast::Int},
    {"long", ast::Long}, {"signed", ast::Signed}, {"unsigned", ast::Unsigned}, {"_Bool", ast::Bool},
};
struct TagRow {
  std::string_view word;
  TypeKind kind;
};
constexpr TagRow tag_rows[] = {
    {"struct", TypeKind::Struct}, {"union", TypeKind::Union}, {"enum", TypeKind::Enum}};

uint32_t basic_bit(std::string_view word) {
  for (const BasicRow &row : basic_rows)
    if (row.word == word)
      return row.bit;
  return 0;
}

class Reader {
public:
  Reader(std::string_view text, TypeGraph &types, bool userland)
      : rest_(text), types_(types), userland_(userland) {}

  PrototypeParameter parameter() {
    const Type *type = specifiers();
    std::string name;
    for (std::string_view word = take(); !word.empty(); word = take()) {
      if (word == "*")
        type = types_.pointer_to(type ? type : types_.void_type(), userland_);
      else if (word == "const")
        type = type ? types_.qualified(type, TypeKind::Const) : nullptr;
      else
        name = word;
    }
    return {type ? type : types_.basic(ast::Long), std::move(name)};
  }

private:
  std::string_view peek() const {
    size_t begin = 0, end;
    while (begin < rest_.size() && rest_[begin] == ' ')
      begin++;
    end = begin;
    while (end < rest_.size() &&
           (isalnum(static_cast<unsigned char>(rest_[end])) || rest_[end] == '_'))
      end++;
    if (end == begin && begin < rest_.size())
      end++;
    return rest_.substr(begin, end - begin);
  }
  std::string_view take() {
    const std::string_view word = peek();
    rest_.remove_prefix(word.empty() ? rest_.size() : word.data() + word.size() - rest_.data());
    return word;
  }

  // Up to the first `*` or the parameter's name; null: a type nobody knows.
  const Type *specifiers() {
    bool is_const = false;
    uint32_t words = 0;
    const Type *type = nullptr;
    for (std::string_view word = peek(); !word.empty() && word != "*"; word = peek()) {
      if (word == "const") {
        is_const = true;
        take();
      } else if (const uint32_t bit = basic_bit(word)) {
        words |= words & bit & ast::Long ? uint32_t(ast::LongLong) : bit;
        take();
      } else if (words || seen_) {
        break;
      } else {
        seen_ = true;
        type = named();
      }
    }
    if (words)
      type = types_.basic(words);
    return type && is_const ? types_.qualified(type, TypeKind::Const) : type;
  }

  const Type *named() {
    const std::string_view word = take();
    for (const TagRow &row : tag_rows)
      if (row.word == word)
        return types_.find(row.kind, take());
    return types_.find(TypeKind::Typedef, word);
  }

  std::string_view rest_;
  TypeGraph &types_;
  bool userland_;     // where pointers lead
  bool seen_ = false; // a tag or typedef name
};

} // namespace

PrototypeParameter read_parameter(std::string_view text, TypeGraph &types, bool userland) {
  return Reader(text, types, userland).parameter();
}

std::vector<PrototypeParameter> read_parameters(std::string_view text, TypeGraph &types) {
  std::vector<PrototypeParameter> parameters;
  if (text == "void")
    return parameters;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    parameters.push_back(read_parameter(text.substr(0, comma), types));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parameters;
}

} // namespace dtrace
