#include "syntax/advice.h"

#include "syntax/grammar.h"

#include <algorithm>

namespace dtrace {

namespace {
// Marks that programs of other languages have and D has not: the token before, the one in question.
struct MarkRow {
  std::string_view before, word;
  const char *advice;
};
constexpr MarkRow mark_rows[] = {
    {"=", ">", "\"greater or equal\" is written >="},
    {"=", "<", "\"less or equal\" is written <="},
    {"<", ">", "\"not equal\" is written !="},
    {"==", "=", "\"equal\" is written =="},
    {"!=", "=", "\"not equal\" is written !="},
    {":", "=", "an assignment is written ="},
    {"", "and", "\"and\" is written &&"},
    {"", "or", "\"or\" is written ||"},
    {"", "not", "\"not\" is written !"},
    {"", "elif", "it is written else if"},
    {"", "elsif", "it is written else if"},
    {"", "elseif", "it is written else if"},
    {"", "then", "it is written if (condition) { … } else { … }"},
    {"", "return", "D has no functions of its own; a value is given a name by inline"},
    {"", "while", "D has no loops: a clause must end; probes repeat instead, tick-1s for one"},
    {"", "for", "D has no loops: a clause must end; probes repeat instead, tick-1s for one"},
    {"", "do", "D has no loops: a clause must end; probes repeat instead, tick-1s for one"},
    {"", "switch", "write if (…) { … } else if (…) { … } or a ? b : c"},
    {"", "unless", "write if (!…)"},
};

std::string_view advice_on_mark(const Token &token, const Token *previous) {
  for (const MarkRow &row : mark_rows) {
    if (row.word != token.span.text())
      continue;
    if (row.before.empty() || (previous && previous->span.text() == row.before &&
                               previous->span.end == token.span.begin))
      return row.advice;
  }
  return {};
}

struct Closing {
  int open, close;
  const char *text;
};
constexpr Closing closings[] = {{TOKEN_LP, TOKEN_RP, ")"}, {TOKEN_LB, TOKEN_RB, "]"}};

// The token that would set right what is open, when the grammar could take it here.
std::string missing(const GrammarState &state, const Token *previous, const Token *opened) {
  for (const Closing &row : closings)
    if (opened && opened->kind == row.open && state.accepts(row.close))
      return std::string("\"") + row.text + "\"";
  if (state.accepts(TOKEN_SEMI) && previous && previous->kind != TOKEN_SEMI)
    return "\";\"";
  return {};
}

bool begins_type(int kind) {
  return begins_declaration(kind) && kind != TOKEN_SELF && kind != TOKEN_THIS;
}

std::string advise(const GrammarState &state, const Token &token, const Token *previous,
                   const Token *opened) {
  if (const std::string_view advice = advice_on_mark(token, previous); !advice.empty())
    return std::string(advice);
  if (token.kind == TOKEN_RESERVED)
    return format("\"%s\" is a reserved word of D", std::string(token.text).c_str());
  if (token.kind == 0 && opened)
    return format("the \"%s\" of line %u is not closed", std::string(opened->span.text()).c_str(),
                  opened->span.place().line);
  if (previous && previous->kind == TOKEN_DESCRIPTION && token.kind == TOKEN_DESCRIPTION)
    return "between two probe descriptions stands a comma; behind one without actions a semicolon";
  if (token.kind == TOKEN_LBRACE && state.accepts(TOKEN_PREDICATE_END))
    return "the predicate needs a / at its end";
  if (token.kind == TOKEN_ASSIGN && state.accepts(TOKEN_SEMI) && !opened)
    return "a variable gets its value in a clause, BEGIN for one; a constant is defined by inline";
  const bool statement = state.accepts(TOKEN_IF);
  if (statement && begins_type(token.kind))
    return "variables are declared outside of clauses";
  if (token.kind == TOKEN_ELSE)
    return "there is no if for it";
  const std::string word = missing(state, previous, opened);
  if (word.empty())
    return previous && previous->kind == TOKEN_SELF && state.accepts(TOKEN_ARROW)
               ? "a thread-local variable is written self->name"
               : "";
  const bool lines = previous && token.span.place().line > previous->span.place().line;
  return lines ? "expected " + word + format(" at the end of line %u", previous->span.place().line)
               : "expected " + word;
}
} // namespace

Diagnostic syntax_error(const GrammarState &state, const Token &token, const Token *previous,
                        const Token *opened) {
  const std::string near =
      token.kind == 0 && token.span.text().empty()
          ? "end of input"
          : "\"" + std::string(token.span.text()) + "\"";
  return {Tag::D_SYNTAX, token.span, "syntax error near " + near,
          advise(state, token, previous, opened)};
}

} // namespace dtrace
