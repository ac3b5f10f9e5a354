#include "syntax/extensions.h"

#include "syntax/lexer.h"

#include <algorithm>

namespace dtrace {

namespace {
struct ExtensionRow {
  std::string_view word;
  bool has_brackets;
};
constexpr ExtensionRow extensions[] = {
    {"__extension__", false}, {"__inline", false},     {"__inline__", false},
    {"_Noreturn", false},     {"__attribute__", true}, {"__attribute", true},
    {"__asm__", true},        {"__asm", true},         {"_Alignas", true},
    {"_Static_assert", true},
};

bool is_word_mark(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Behind the string or character constant at `at`.
size_t after_quoted(std::string_view text, size_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote)
    at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}
} // namespace

size_t extension_size(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, is_word_mark);
  const std::string_view word = text.substr(0, end - text.begin());
  const auto row = std::ranges::find(extensions, word, &ExtensionRow::word);
  if (row == std::end(extensions))
    return 0;
  const std::string_view behind = after_blank(text.substr(word.size()));
  if (!row->has_brackets || !behind.starts_with('('))
    return word.size();
  return text.size() - behind.size() + bracketed_size(behind);
}

size_t bracketed_size(std::string_view text) {
  int depth = 0;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    depth += (c == '(' || c == '{' || c == '[') - (c == ')' || c == '}' || c == ']');
    if (depth == 0)
      return at + 1;
    const size_t next = text.size() - after_blank(text.substr(at)).size();
    at = c == '"' || c == '\'' ? after_quoted(text, at) : next > at ? next : at + 1;
  }
  return text.size();
}

} // namespace dtrace
