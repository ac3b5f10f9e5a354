#include "syntax/advice.h"

#include "syntax/foreign.h"
#include "syntax/grammar.h"

#include <algorithm>

namespace dtrace {

namespace {
// Tokens of other languages that D does not have: the token before, the one in question.
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
    {"", "then", "it is written if (condition) { ... } else { ... }"},
    {"", "return", "D programs cannot define functions; inline gives a value a name"},
    {"", "while",
     "D has no loops, as a clause must end: use a probe that repeats, such as tick-1s"},
    {"", "for", "D has no loops, as a clause must end: use a probe that repeats, such as tick-1s"},
    {"", "do", "D has no loops, as a clause must end: use a probe that repeats, such as tick-1s"},
    {"", "switch", "write if (...) { ... } else if (...) { ... } or a ? b : c"},
    {"", "unless", "write if (!...)"},
};

std::string_view advice_on_mark(const Token &token, const Token *previous) {
  for (const MarkRow &row : mark_rows) {
    if (row.word != token.span.text())
      continue;
    if (row.before.empty() ||
        (previous && previous->span.text() == row.before && previous->span.end == token.span.begin))
      return row.advice;
  }
  return {};
}

struct ExpectedRow {
  int token;
  const char *text;
};
// What closes the innermost bracket, by what opened it.
constexpr ExpectedRow closings[] = {{TOKEN_LP, "\")\""}, {TOKEN_LB, "\"]\""}};
constexpr int closing_tokens[] = {TOKEN_RP, TOKEN_RB};
// What the grammar may want, the first that it takes is named. A token stands for all that begins
// as it does.
constexpr ExpectedRow expected_rows[] = {
    {TOKEN_IF, "a statement"},
    {TOKEN_SEMI, "\";\""},
    {TOKEN_INTEGER, "an expression"},
    {TOKEN_DESCRIPTION, "a probe description"},
    {TOKEN_UNSIGNED, "a type"},
    {TOKEN_PROBE, "probe name(types)"},
    {TOKEN_IDENT, "a name"},
    {TOKEN_COLON, "\":\""},
    {TOKEN_LP, "\"(\""},
    {TOKEN_LT, "\"<\""},
    {TOKEN_GT, "\">\""},
    {TOKEN_LBRACE, "\"{\""},
    {TOKEN_ARROW, "\"->\""},
    {TOKEN_COMMA, "\",\""},
    {TOKEN_PREDICATE_END, "the / that ends the predicate"},
};

std::string expected(const GrammarState &state, const Token *opened) {
  for (size_t i = 0; opened && i < std::size(closings); i++)
    if (opened->kind == closings[i].token && state.accepts(closing_tokens[i]))
      return closings[i].text;
  for (const ExpectedRow &row : expected_rows)
    if (state.accepts(row.token))
      return row.text;
  return {};
}

bool is_closing(int kind) {
  return kind == TOKEN_RP || kind == TOKEN_RB || kind == TOKEN_RBRACE;
}

// Words that stand where a probe description should: `self->x = 1;` outside of any clause.
bool is_statement(const Token &token, const Token &description) {
  const std::string_view before = description.span.text(), word = token.span.text();
  return before.contains("->") || before.contains('(') || before.contains('@') ||
         word.starts_with('=') || word.starts_with('(') || word.starts_with('+');
}

bool begins_type(int kind) {
  return begins_declaration(kind) && kind != TOKEN_SELF && kind != TOKEN_THIS;
}

// `int *;`: a declaration ends where its name belongs. Names of members stand in expressions.
bool lacks_name(const GrammarState &state, const Surroundings &around) {
  const int kind = around.token.kind, before = around.previous ? around.previous->kind : 0;
  return (kind == TOKEN_SEMI || kind == TOKEN_COMMA || kind == TOKEN_ASSIGN) &&
         before != TOKEN_DOT && before != TOKEN_ARROW && state.accepts(TOKEN_IDENT) &&
         !state.accepts(TOKEN_INTEGER);
}

std::string advise(const GrammarState &state, const Surroundings &around) {
  const auto &[token, previous, opened, no_type] = around;
  if (const std::string_view advice = advice_on_mark(token, previous); !advice.empty())
    return std::string(advice);
  if (token.kind == TOKEN_RESERVED)
    return format("\"%s\" is a reserved word of D", std::string(token.text).c_str());
  if (token.kind == 0 && opened)
    return format("the \"%s\" of line %u is not closed", std::string(opened->span.text()).c_str(),
                  opened->span.place().line);
  if (previous && previous->kind == TOKEN_DESCRIPTION && token.kind == TOKEN_DESCRIPTION)
    return is_statement(token, *previous)
               ? "write statements between the braces of a clause: BEGIN { ... }"
               : "separate two probe descriptions with a comma; end one without actions with a "
                 "semicolon";
  if (token.kind == TOKEN_LBRACE && state.accepts(TOKEN_PREDICATE_END))
    return "the predicate needs a / at its end";
  if (token.kind == TOKEN_ASSIGN && state.accepts(TOKEN_SEMI) && !opened)
    return "give a variable its value in a clause, such as BEGIN; define a constant with inline";
  if (token.kind == TOKEN_ELLIPSIS)
    return "... can only be the last parameter of a function";
  if (lacks_name(state, around))
    return "expected the name that is declared";
  if (state.accepts(TOKEN_IF) && begins_type(token.kind))
    return "declare variables outside of clauses";
  if (token.kind == TOKEN_ELSE)
    return "there is no if for it";
  if (previous && previous->kind == TOKEN_SELF && state.accepts(TOKEN_ARROW))
    return "a thread-local variable is written self->name";
  const bool closes_brace = opened && opened->kind == TOKEN_LBRACE;
  if (is_closing(token.kind) && token.kind != TOKEN_RBRACE && (!opened || closes_brace))
    return format("there is no %s for it", token.kind == TOKEN_RP ? "(" : "[");
  const std::string word = expected(state, opened);
  const bool lines = previous && token.span.place().line > previous->span.place().line;
  if (word.empty() || !lines)
    return word.empty() ? word : "expected " + word;
  return "expected " + word + format(" at the end of line %u", previous->span.place().line);
}
} // namespace

std::string shown(std::string_view text) {
  constexpr size_t most = 60;
  std::string out(text.substr(0, most));
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '.');
  return text.size() > most ? out + "..." : out;
}

namespace {
Tag tag_of(const GrammarState &state, const Surroundings &around) {
  if (around.token.kind == TOKEN_ELLIPSIS)
    return Tag::D_DECL_PROTO_VARARGS;
  return lacks_name(state, around) ? Tag::D_DECL_IDENT : Tag::D_SYNTAX;
}
} // namespace

Diagnostic syntax_error(const GrammarState &state, const Surroundings &around) {
  const Token &token = around.token;
  if (around.not_a_type) {
    const std::string_view name = around.not_a_type->span.text();
    return {Tag::D_TYPE_ERR, around.not_a_type->span, "there is no type " + std::string(name),
            std::string(advice_on_foreign_name(name))};
  }
  if (const std::string_view text = token.span.text(); token.kind != 0 || !text.empty())
    return {tag_of(state, around), token.span, "syntax error near \"" + shown(text) + "\"",
            advise(state, around)};
  Span end = token.span;
  if (around.previous)
    end.begin = end.end = around.previous->span.end;
  return {Tag::D_SYNTAX, end, "syntax error near end of input", advise(state, around)};
}

} // namespace dtrace
