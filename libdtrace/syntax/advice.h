// Stage: syntax. What to say about a token that the grammar cannot take.
#pragma once
#include "base/diagnostic.h"
#include "syntax/grammar_state.h"
#include "syntax/token.h"

namespace dtrace {

struct Surroundings {
  const Token &token;                // that cannot be taken
  const Token *previous = nullptr;   // the token taken last, or null
  const Token *opened = nullptr;     // the innermost bracket that is still open, or null
  const Token *not_a_type = nullptr; // a name just before that is read as a variable, or null
};

// Source text as a message can hold it: short, and without control characters.
std::string shown(std::string_view text);

// `state` is that before the token.
Diagnostic syntax_error(const GrammarState &state, const Surroundings &around);

} // namespace dtrace
