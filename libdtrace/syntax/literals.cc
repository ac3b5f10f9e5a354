#include "syntax/literals.h"

#include "syntax/advice.h"

#include <algorithm>
#include <cctype>
#include <limits>

namespace dtrace {

namespace {
int digit_of(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
}

const char *name_of_base(int base) {
  return base == 8 ? "octal" : base == 16 ? "hexadecimal" : "decimal";
}

// The suffixes of C, in any order of u and l: at most one u, one l or ll.
bool read_suffix(std::string_view suffix, Token &token) {
  std::string lower;
  std::ranges::transform(suffix, std::back_inserter(lower),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static constexpr struct {
    std::string_view text;
    bool is_unsigned;
    uint8_t longs;
  } rows[] = {{"", false, 0},  {"u", true, 0},  {"l", false, 1},  {"ll", false, 2},
              {"ul", true, 1}, {"lu", true, 1}, {"ull", true, 2}, {"llu", true, 2}};
  for (const auto &row : rows)
    if (row.text == lower) {
      token.is_unsigned = row.is_unsigned, token.longs = row.longs;
      return true;
    }
  return false;
}

struct Escape {
  char letter, value;
};
constexpr Escape escapes[] = {{'a', '\a'}, {'b', '\b'}, {'f', '\f'}, {'n', '\n'},
                              {'r', '\r'}, {'t', '\t'}, {'v', '\v'}};

constexpr std::string_view plain_escapes = "\\'\"?"; // what stands for itself

// Reads a number of at most `most` digits; moves `at` behind it.
unsigned char read_code(std::string_view text, size_t &at, int base, size_t most) {
  unsigned code = 0;
  for (size_t count = 0; count < most && at < text.size() && digit_of(text[at]) < base; count++)
    code = code * base + digit_of(text[at++]);
  return static_cast<unsigned char>(code);
}
} // namespace

Result<void> read_integer(std::string_view text, Span span, Token &token) {
  const std::string_view whole = text;
  int base = 10;
  if (text.size() > 1 && text[0] == '0' && digit_of(text[1]) == digit_of('x'))
    base = 16, text.remove_prefix(2);
  else if (text.size() > 1 && text[0] == '0')
    base = 8;
  token.decimal = base == 10;

  // An 8 in an octal constant is a wrong digit, not a suffix.
  const int widest = std::max(base, 10);
  size_t digits = 0;
  while (digits < text.size() && digit_of(text[digits]) < widest)
    digits++;
  for (const char c : text.substr(0, digits))
    if (digit_of(c) >= base)
      return fail(Tag::D_INT_DIGIT, span, "invalid digit '%c' in %s constant %s", c,
                  name_of_base(base), shown(whole).c_str());
  if (digits == 0 || !read_suffix(text.substr(digits), token))
    return fail(Tag::D_INT_DIGIT, span, "invalid digit '%c' in %s constant %s",
                digits < text.size() ? text[digits] : whole.back(), name_of_base(base),
                shown(whole).c_str());

  uint64_t value = 0;
  for (const char c : text.substr(0, digits))
    if (__builtin_mul_overflow(value, static_cast<uint64_t>(base), &value) ||
        __builtin_add_overflow(value, static_cast<uint64_t>(digit_of(c)), &value))
      return fail(Tag::D_INT_OFLOW, span, "integer constant %s is too large", shown(whole).c_str());
  token.value = value;
  return {};
}

std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c != '\\' || at == text.size()) {
      out += c;
      continue;
    }
    const char next = text[at];
    const auto row = std::ranges::find(escapes, next, &Escape::letter);
    if (row != std::end(escapes)) {
      out += row->value, at++;
    } else if (digit_of(next) < 8) {
      out += static_cast<char>(read_code(text, at, 8, 3));
    } else if (next == 'x' && at + 1 < text.size() && digit_of(text[at + 1]) < 16) {
      out += static_cast<char>(read_code(text, ++at, 16, 2));
    } else {
      // A backslash before the end of a line joins the lines; one before no escape stays.
      if (next != '\n') {
        if (plain_escapes.find(next) == plain_escapes.npos)
          out += '\\';
        out += next;
      }
      at++;
    }
  }
  return out;
}

std::string in_double_quotes(std::string_view text) {
  return "write a string in double quotes: \"" + shown(text) + "\"";
}

Result<void> read_character(std::string_view text, Span span, Token &token) {
  const std::string bytes = unescape(text);
  if (bytes.empty())
    return fail(Tag::D_CHR_NULL, span, "character constant is empty");
  if (bytes.size() > sizeof(int64_t))
    return Failure({Tag::D_CHR_OFLOW, span,
                    format("character constant is longer than %zu characters", sizeof(int64_t)),
                    in_double_quotes(text)});
  uint64_t value = 0;
  for (const char c : bytes)
    value = value << 8 | static_cast<unsigned char>(c);
  // One is a char, up to 4 are an int, more are a long.
  const int64_t number = bytes.size() == 1             ? static_cast<signed char>(bytes[0])
                         : bytes.size() <= sizeof(int) ? static_cast<int32_t>(value)
                                                       : static_cast<int64_t>(value);
  token.value = static_cast<uint64_t>(number);
  token.is_char = bytes.size() <= sizeof(int);
  token.longs = !token.is_char;
  token.decimal = true;
  return {};
}

} // namespace dtrace
