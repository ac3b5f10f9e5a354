// Stage: syntax. What to say about a token that the grammar cannot take.
#pragma once
#include "base/diagnostic.h"
#include "syntax/grammar_state.h"
#include "syntax/token.h"

namespace dtrace {

// `state` is that before the token, `previous` the token taken last (or null), `opened` the
// innermost bracket that is still open (or null).
Diagnostic syntax_error(const GrammarState &state, const Token &token, const Token *previous,
                        const Token *opened);

} // namespace dtrace
