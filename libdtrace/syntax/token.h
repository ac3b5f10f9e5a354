// Stage: syntax. What the lexer hands to the grammar: one word of the text with its value.
#pragma once
#include "base/source.h"

#include <cstdint>
#include <string_view>

namespace dtrace {

// Views point into the source text or the program's arena.
struct Token {
  int kind = 0; // TOKEN_* of lemon's grammar.h; 0 ends an item
  Span span{};
  std::string_view text{};   // a name without its scope; a string's value; a description as written
  std::string_view object{}; // of `` object`name ``
  uint64_t value = 0;        // of integer and character constants
  bool is_unsigned = false;  // suffix u
  uint8_t longs = 0;         // suffixes l and ll
  bool decimal = true;
  bool is_char = false;
};

// The token of a reserved word, or 0 for any other name. Sets `reserved` words that the grammar has
// no use for (`while`, `goto`) to TOKEN_RESERVED.
int keyword(std::string_view word);

// Whether the keyword begins a declaration when it is the first word outside of any clause.
bool begins_declaration(int keyword);

// Whether the keyword is D's alone, so that C's structures may have members of this name.
bool is_name_elsewhere(int keyword);

} // namespace dtrace
