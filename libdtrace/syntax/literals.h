// Stage: syntax. The values of constants: the text of one integer, character or string constant
// in, its value or the reason why it has none out.
#pragma once
#include "base/diagnostic.h"
#include "syntax/token.h"

#include <string>

namespace dtrace {

// `text` is the whole word: digits, letters and underscores that begin with a digit.
Result<void> read_integer(std::string_view text, Span span, Token &token);

// `text` is what stands between the quotes. A constant of several characters has the value that
// C compilers give it: the first character in the highest byte.
Result<void> read_character(std::string_view text, Span span, Token &token);

// Advice to one who wrote a string in single quotes, or in none.
std::string in_double_quotes(std::string_view text);

// Text between quotes with its escapes resolved.
std::string unescape(std::string_view text);

} // namespace dtrace
