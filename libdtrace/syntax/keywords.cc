#include "syntax/grammar.h"
#include "syntax/token.h"

#include <algorithm>

namespace dtrace {

namespace {
struct KeywordRow {
  std::string_view word;
  int token;
  bool declares;
  bool only_in_d = false;
};

// In order of the word, by bytes.
constexpr KeywordRow rows[] = {
    {"_Bool", TOKEN_BOOL, true},
    {"_Complex", TOKEN_COMPLEX, true},
    {"__const", TOKEN_CONST, true},
    {"__has_member", TOKEN_HAS_MEMBER, false},
    {"__has_probe", TOKEN_HAS_PROBE, false},
    {"__has_type", TOKEN_HAS_TYPE, false},
    {"__restrict", TOKEN_RESTRICT, true},
    {"__restrict__", TOKEN_RESTRICT, true},
    {"__signed__", TOKEN_SIGNED, true},
    {"__volatile__", TOKEN_VOLATILE, true},
    {"auto", TOKEN_AUTO, true},
    {"break", TOKEN_RESERVED, false},
    {"case", TOKEN_RESERVED, false},
    {"char", TOKEN_CHAR, true},
    {"const", TOKEN_CONST, true},
    {"continue", TOKEN_RESERVED, false},
    {"counter", TOKEN_RESERVED, false},
    {"default", TOKEN_RESERVED, false},
    {"do", TOKEN_RESERVED, false},
    {"double", TOKEN_DOUBLE, true},
    {"else", TOKEN_ELSE, false},
    {"enum", TOKEN_ENUM, true},
    {"extern", TOKEN_EXTERN, true},
    {"float", TOKEN_FLOAT, true},
    {"for", TOKEN_RESERVED, false},
    {"goto", TOKEN_RESERVED, false},
    {"if", TOKEN_IF, false},
    {"import", TOKEN_RESERVED, false},
    {"inline", TOKEN_INLINE, true},
    {"int", TOKEN_INT, true},
    {"long", TOKEN_LONG, true},
    {"offsetof", TOKEN_OFFSETOF, false},
    {"probe", TOKEN_PROBE, true, true},
    {"provider", TOKEN_PROVIDER, true, true},
    {"register", TOKEN_REGISTER, true},
    {"restrict", TOKEN_RESTRICT, true},
    {"return", TOKEN_RESERVED, false},
    {"self", TOKEN_SELF, true, true},
    {"short", TOKEN_SHORT, true},
    {"signed", TOKEN_SIGNED, true},
    {"sizeof", TOKEN_SIZEOF, false},
    {"static", TOKEN_STATIC, true},
    {"string", TOKEN_STRING, true, true},
    {"stringof", TOKEN_STRINGOF, false, true},
    {"struct", TOKEN_STRUCT, true},
    {"switch", TOKEN_RESERVED, false},
    {"this", TOKEN_THIS, true, true},
    {"translator", TOKEN_TRANSLATOR, true, true},
    {"typedef", TOKEN_TYPEDEF, true},
    {"union", TOKEN_UNION, true},
    {"unsigned", TOKEN_UNSIGNED, true},
    {"userland", TOKEN_USERLAND, true, true},
    {"void", TOKEN_VOID, true},
    {"volatile", TOKEN_VOLATILE, true},
    {"while", TOKEN_RESERVED, false},
    {"xlate", TOKEN_XLATE, false, true},
};
static_assert(std::ranges::is_sorted(rows, {}, &KeywordRow::word));
} // namespace

int keyword(std::string_view word) {
  const auto row = std::ranges::lower_bound(rows, word, {}, &KeywordRow::word);
  return row != std::end(rows) && row->word == word ? row->token : 0;
}

bool begins_declaration(int keyword) {
  return std::ranges::any_of(
      rows, [&](const KeywordRow &row) { return row.token == keyword && row.declares; });
}

bool is_name_elsewhere(int keyword) {
  return std::ranges::any_of(
      rows, [&](const KeywordRow &row) { return row.token == keyword && row.only_in_d; });
}

} // namespace dtrace
