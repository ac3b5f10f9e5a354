#include "syntax/type_names.h"

#include "syntax/grammar.h"
#include "syntax/lexer.h"

namespace dtrace {

void TypeNames::declare(std::string_view name) {
  known_.insert_or_assign(std::string(name), true);
}

bool TypeNames::is_type(std::string_view object, std::string_view name) {
  std::string key(object);
  if (!object.empty())
    key += '`';
  key += name;
  if (const auto known = known_.find(key); known != known_.end())
    return known->second;
  const bool answer = options_.is_type && options_.is_type(object, name);
  known_.emplace(std::move(key), answer);
  return answer;
}

namespace {
constexpr std::string_view numerals = "0123456789";
constexpr std::string_view letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

bool begins_name(std::string_view text) {
  return !text.empty() && letters.contains(text[0]) && !numerals.contains(text[0]);
}

std::string_view word_at(std::string_view text) {
  return text.substr(0, std::min(text.size(), text.find_first_not_of(letters)));
}

// Passes `*`, `const` and the like; sets `stars` when there was a `*`.
std::string_view after_pointers(std::string_view text, bool &stars) {
  while (true) {
    text = after_blank(text);
    if (text.starts_with('*')) {
      text.remove_prefix(1), stars = true;
      continue;
    }
    const int word = keyword(word_at(text));
    if (word != TOKEN_CONST && word != TOKEN_VOLATILE && word != TOKEN_RESTRICT &&
        word != TOKEN_USERLAND)
      return text;
    text.remove_prefix(word_at(text).size()), stars = true;
  }
}

// What is cast stands right behind the closing parenthesis: `(x) == 3` and `(x);` are not casts.
bool begins_operand(std::string_view text) {
  constexpr std::string_view marks = "\"'`$@(-+*&~!.";
  text = after_blank(text);
  if (text.starts_with("!=") || text.starts_with("&&") || text.starts_with("+=") ||
      text.starts_with("-=") || text.starts_with("*=") || text.starts_with("&=") ||
      text.starts_with("->") || text.starts_with("."))
    return false;
  return !text.empty() && (letters.contains(text[0]) || marks.contains(text[0]));
}
} // namespace

bool declares_behind(std::string_view rest) {
  rest = after_blank(rest);
  return begins_name(rest) || rest.starts_with('*') || rest.starts_with('(');
}

bool has_name_behind(std::string_view rest) {
  rest = after_blank(rest);
  return rest.starts_with('*') || (begins_name(rest) && !rest.starts_with("__"));
}

bool may_be_type(int before, bool operand, std::string_view rest) {
  bool stars = false;
  rest = after_pointers(rest, stars);
  if (rest.empty())
    return false;
  if (before == TOKEN_LP) {
    if (rest[0] == ')')
      return operand || stars || begins_operand(rest.substr(1));
    return (rest[0] == '[' && operand) || (stars && (rest[0] == '(' || rest[0] == '['));
  }
  // Between brackets of a declarator: `int a[foo_t, string]` or `int a[SIZE]`.
  return rest[0] == ']' || rest[0] == ',' || begins_name(rest) || (stars && rest[0] == '(');
}

} // namespace dtrace
