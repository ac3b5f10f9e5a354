#include "syntax/parse.h"

#include "syntax/advice.h"
#include "syntax/grammar.h"
#include "syntax/grammar_state.h"
#include "syntax/lexer.h"
#include "syntax/nodes.h"
#include "syntax/type_names.h"

#include <algorithm>

namespace dtrace {

namespace {
// More errors than this are not told.
constexpr size_t max_errors = 50;

class Parser {
public:
  Parser(ast::Script &program, const ParseOptions &options, std::vector<Diagnostic> &errors)
      : errors_(errors), macros_(options.macros), types_(options),
        lexer_(*program.source, options, program.arena, types_), nodes_(program, options, types_),
        state_(nodes_) {}

  void parse_program();
  void parse_expression();

private:
  void parse_item(const Token *first);
  bool take(const Token &token);
  int classify(const Token &token);
  bool is_behind_basic_word() const;
  int classify_name(const Token &token);
  void follow_brackets(const Token &token);
  void add_pragmas();

  std::vector<Diagnostic> &errors_;
  MacroValues *macros_; // or null
  TypeNames types_;
  Lexer lexer_;
  Nodes nodes_;
  GrammarState state_;
  const Token *previous_ = nullptr, *before_previous_ = nullptr;
  const Token *refused_ = nullptr;      // the last name that could have been a type and is none
  const Token *last_refused_ = nullptr; // the last of the stars behind it, or it
  std::vector<const Token *> brackets_; // open ones
};

void Parser::parse_program() {
  while (errors_.size() < max_errors) {
    const auto more = lexer_.begin_item();
    add_pragmas();
    if (!more) {
      errors_.push_back(more.error());
      continue;
    }
    if (!*more)
      return;
    state_.restart();
    parse_item(nullptr);
  }
}

void Parser::parse_expression() {
  Token begin;
  begin.kind = TOKEN_EXPRESSION;
  lexer_.begin_expression();
  parse_item(&begin);
}

// Pragmas between items and in the midst of them stand before the item in the program. One option
// says what the macro arguments behind it mean.
void Parser::add_pragmas() {
  for (ast::Pragma &pragma : lexer_.take_pragmas()) {
    if (macros_ && pragma.is_d && pragma.name == "option" && pragma.words[0] == "defaultargs")
      macros_->default_arguments = true;
    nodes_.pragma(std::move(pragma));
  }
}

void Parser::parse_item(const Token *first) {
  previous_ = before_previous_ = refused_ = last_refused_ = nullptr;
  brackets_.clear();
  if (first)
    state_.feed(first->kind, first);
  while (true) {
    const auto token = lexer_.next();
    add_pragmas();
    if (!token)
      errors_.push_back(token.error());
    else if (take(**token)) {
      if ((*token)->kind == 0)
        return;
      continue;
    }
    lexer_.skip_item();
    add_pragmas();
    return;
  }
}

// Hands one token to the grammar; false when the item has an error.
bool Parser::take(const Token &token) {
  const int kind = classify(token);
  if (!state_.accepts(kind)) {
    const Token *refused =
        last_refused_ == previous_ || last_refused_ == before_previous_ ? refused_ : nullptr;
    errors_.push_back(syntax_error(
        state_, {token, previous_, brackets_.empty() ? nullptr : brackets_.back(), refused}));
    return false;
  }
  follow_brackets(token);
  if (kind == TOKEN_STAR && previous_ && previous_ == last_refused_)
    last_refused_ = &token;
  state_.feed(kind, &token);
  before_previous_ = previous_, previous_ = &token;
  if (auto error = nodes_.take_error()) {
    if (!error->span.source)
      error->span = token.span;
    errors_.push_back(std::move(*error));
    return false;
  }
  return true;
}

// Words that only D reserves are names where the grammar wants nothing else: `struct { int probe;
// }`.
int Parser::classify(const Token &token) {
  if (token.kind == TOKEN_STRING && is_behind_basic_word() && state_.accepts(TOKEN_IDENT))
    return has_name_behind(lexer_.rest()) ? token.kind : TOKEN_IDENT;
  if (token.kind == TOKEN_IDENT || token.kind == TOKEN_SCOPED)
    return classify_name(token);
  const bool name = is_name_elsewhere(token.kind) && !state_.accepts(token.kind);
  return name && state_.accepts(TOKEN_IDENT) ? TOKEN_IDENT : token.kind;
}

// Such as `unsigned`: behind it a name is the thing declared, but in `unsigned pid_t p`, which is wrong.
bool Parser::is_behind_basic_word() const {
  constexpr int words[] = {TOKEN_VOID,  TOKEN_CHAR,   TOKEN_SHORT,  TOKEN_INT,  TOKEN_LONG,   TOKEN_FLOAT,
                           TOKEN_DOUBLE, TOKEN_SIGNED, TOKEN_UNSIGNED, TOKEN_BOOL, TOKEN_COMPLEX};
  return previous_ && std::ranges::find(words, previous_->kind) != std::end(words);
}

int Parser::classify_name(const Token &token) {
  if (!state_.accepts(TOKEN_TYPE_NAME))
    return token.kind;
  if (is_behind_basic_word() && state_.accepts(token.kind))
    return has_name_behind(lexer_.rest()) && types_.is_type(token.object, token.text) ? TOKEN_TYPE_NAME
                                                                                      : token.kind;
  if (!state_.accepts(token.kind))
    return TOKEN_TYPE_NAME;
  // `self foo_t x;` has a type, `self x, y;` has none, whatever types there are.
  if (brackets_.empty())
    return declares_behind(lexer_.rest()) ? TOKEN_TYPE_NAME : token.kind;
  const int before = previous_ ? previous_->kind : 0;
  const bool operand = before_previous_ && before_previous_->kind == TOKEN_SIZEOF;
  if (!may_be_type(before, operand, lexer_.rest()))
    return token.kind;
  if (types_.is_type(token.object, token.text))
    return TOKEN_TYPE_NAME;
  refused_ = last_refused_ = &token;
  return token.kind;
}

void Parser::follow_brackets(const Token &token) {
  if (token.kind == TOKEN_LP || token.kind == TOKEN_LB || token.kind == TOKEN_LBRACE)
    brackets_.push_back(&token);
  else if ((token.kind == TOKEN_RP || token.kind == TOKEN_RB || token.kind == TOKEN_RBRACE) &&
           !brackets_.empty())
    brackets_.pop_back();
}
} // namespace

std::unique_ptr<ast::Script> parse(Source &source, const ParseOptions &options,
                                   std::vector<Diagnostic> &errors) {
  auto program = std::make_unique<ast::Script>();
  program->source = &source;
  const size_t errors_before = errors.size();
  Parser parser(*program, options, errors);
  if (options.mode == GrammarMode::Expression)
    parser.parse_expression();
  else
    parser.parse_program();
  return errors.size() == errors_before ? std::move(program) : nullptr;
}

} // namespace dtrace
