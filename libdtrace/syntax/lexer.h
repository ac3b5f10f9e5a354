// Stage: syntax. Source text to tokens, one item (clause or declaration) at a time. Outside of
// braces stand probe descriptions, whose text has rules of its own; inside braces, in predicates
// and in declarations stands code. The lexer alone knows where an item ends: it answers with a
// token of kind 0, whatever the grammar thinks, so that the parser can go on behind an error.
#pragma once
#include "base/arena.h"
#include "base/diagnostic.h"
#include "syntax/parse.h"
#include "syntax/token.h"
#include "syntax/type_names.h"

#include <deque>
#include <string_view>
#include <utility>
#include <vector>

namespace dtrace {

// Deepest nesting of brackets of all kinds.
inline constexpr uint32_t max_nesting = 500;

// The text behind white space, comments and line marks.
std::string_view after_blank(std::string_view text);
// Whether the slash at `at` begins a comment that ends with its line.
bool begins_line_comment(std::string_view text, size_t at);
// The text of the probe description (or a part between commas) at the front; may be empty.
std::string_view description_word(std::string_view text);

class Lexer {
public:
  // Fills source.marks. Text that the tokens need and the source has not goes to the arena.
  Lexer(Source &source, const ParseOptions &options, Arena &arena, TypeNames &types);

  // Passes white space and directives to the next item; false at the end of the text.
  Result<bool> begin_item();
  // The whole rest of the text is one expression.
  void begin_expression() { mode_ = Mode::Expression; }
  // Tokens stay valid until the next item begins. An error is behind the text that caused it.
  Result<const Token *> next();
  // After an error: passes the rest of the item.
  void skip_item();

  std::string_view rest() const { return text().substr(cursor_); }
  // Pragmas met since the last call.
  std::vector<ast::Pragma> take_pragmas() { return std::exchange(pragmas_, {}); }

private:
  enum class Mode {
    Descriptions,
    Predicate,
    AfterPredicate,
    Body,
    Declaration,
    Sources,
    Expression,
    Ended
  };

  std::string_view text() const { return source_.text; }
  bool at_end() const { return cursor_ >= source_.text.size(); }
  Span span_from(uint32_t begin) const { return {&source_, begin, cursor_}; }

  // lexer.re
  Result<void> skip_blank();
  Result<int> scan(Token &token);
  Result<int> scan_name(Token &token);

  // modes.cc
  bool item_is_declaration();
  Result<void> skip_extensions();
  const Token *function_body(Token token);
  void begin_declaration(int word);
  Result<void> directive(uint32_t begin);
  Result<const Token *> next_description();
  Result<const Token *> next_after_predicate();
  Result<const Token *> next_code();
  const Token *has_probe(Token token);
  Result<const Token *> open(Token token);
  const Token *close_brace(Token token);
  const Token *semicolon(Token token);
  bool closes_predicate() const;
  bool clause_follows(std::string_view text) const;
  Result<int> scan_macro(Token &token);
  Result<int> integer_macro(Token &token, std::string_view value);

  const Token *mark(int kind, uint32_t size, Mode next);
  const Token *keep(Token token);
  const Token *end_item(uint32_t size = 0);
  Failure unexpected(Span span, const char *advice) const;

  Source &source_;
  const ParseOptions &options_;
  Arena &arena_;
  TypeNames &types_;
  uint32_t cursor_ = 0;
  Mode mode_ = Mode::Ended;
  std::deque<Token> tokens_;  // of this item
  std::deque<Token> pending_; // read, not yet handed out
  std::vector<ast::Pragma> pragmas_;
  int previous_ = 0;                                 // kind of the token handed out last
  uint32_t braces_ = 0;                              // open `{`
  uint32_t brackets_ = 0;                            // open `(` and `[`
  uint32_t ternaries_ = 0;                           // `?` of a predicate that wait for their `:`
  bool is_provider_ = false, is_translator_ = false; // of the declaration that is read
  bool skipping_ = false;
};

} // namespace dtrace
