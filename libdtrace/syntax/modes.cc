// Stage: syntax. The half of the lexer that knows where it is: whether probe descriptions or code
// come next, which slash ends a predicate, where an item ends.
#include "syntax/advice.h"
#include "syntax/description.h"
#include "syntax/directives.h"
#include "syntax/extensions.h"
#include "syntax/grammar.h"
#include "syntax/lexer.h"
#include "syntax/literals.h"
#include "syntax/macros.h"

#include <algorithm>

namespace dtrace {

namespace {
constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view word_marks =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

std::string_view name_at(std::string_view text) {
  if (text.empty() || decimal_digits.contains(text[0]))
    return {};
  return text.substr(0, std::min(text.size(), text.find_first_not_of(word_marks)));
}

// The probes that are known by their last part alone are never types.
bool is_well_known_probe(std::string_view word) {
  return word == "BEGIN" || word == "END" || word == "ERROR";
}
} // namespace

Lexer::Lexer(Source &source, const ParseOptions &options, Arena &arena, TypeNames &types)
    : source_(source), options_(options), arena_(arena), types_(types) {
  source_.marks.clear();
}

// ---- Where an item begins --------------------------------------------------------------------

Result<bool> Lexer::begin_item() {
  tokens_.clear(), pending_.clear();
  previous_ = 0, braces_ = brackets_ = ternaries_ = 0;
  is_provider_ = is_translator_ = false;
  mode_ = Mode::Descriptions;
  while (true) {
    TRY_VOID(skip_blank());
    TRY_VOID(skip_extensions());
    if (at_end())
      return false;
    const char c = source_.text[cursor_];
    if (c == '}') {
      cursor_++;
      return unexpected(span_from(cursor_ - 1), "there is no { for it");
    }
    if (c != ';')
      break;
    cursor_++;
  }
  if (item_is_declaration())
    begin_declaration(keyword(name_at(rest())));
  return true;
}

void Lexer::begin_declaration(int word) {
  mode_ = Mode::Declaration;
  is_provider_ = word == TOKEN_PROVIDER;
  is_translator_ = word == TOKEN_TRANSLATOR;
}

// The first word decides: keywords of declarations and names of types begin a declaration,
//     int x;    foo_t *p;    ext4`foo_t y;
// everything else a probe description. Of these only the last could be a type:
//     int:::entry    read*:entry    foo_t *p
bool Lexer::item_is_declaration() {
  const std::string_view all = rest();
  std::string_view word = name_at(all), object;
  if (word.empty())
    return false;
  std::string_view behind = all.substr(word.size());
  if (behind.starts_with('`')) {
    object = word, word = name_at(behind.substr(1));
    behind = behind.substr(1 + word.size());
  } else if (const int token = keyword(word); token != 0) {
    return begins_declaration(token) && description_word(all).find_first_of(":-$?") == all.npos;
  }
  if (word.empty() || is_well_known_probe(word))
    return false;
  const std::string_view at_next = after_blank(behind);
  std::string_view next = at_next;
  while (next.starts_with('*'))
    next = after_blank(next.substr(1));
  const bool apart = next.data() != behind.data();
  return apart && !name_at(next).empty() && types_.is_type(object, word);
}

// ---- Handing out -----------------------------------------------------------------------------

const Token *Lexer::keep(Token token) {
  previous_ = token.kind;
  return &tokens_.emplace_back(token);
}

// A token of `size` bytes at the cursor, read under the present mode.
const Token *Lexer::mark(int kind, uint32_t size, Mode next) {
  Token token;
  token.kind = kind;
  cursor_ += size;
  token.span = span_from(cursor_ - size);
  token.text = token.span.text();
  mode_ = next;
  return keep(token);
}

const Token *Lexer::end_item(uint32_t size) {
  return mark(0, size, Mode::Ended);
}

Failure Lexer::unexpected(Span span, const char *advice) const {
  Failure failure =
      fail(Tag::D_SYNTAX, span, "syntax error near \"%s\"", shown(span.text()).c_str());
  if (advice)
    failure.error().advice = advice;
  return failure;
}

Result<void> Lexer::directive(uint32_t begin) {
  return read_directive(source_, span_from(begin), pragmas_);
}

void Lexer::skip_item() {
  skipping_ = true;
  while (true)
    if (const auto token = next(); token && (*token)->kind == 0)
      break;
  skipping_ = false;
}

Result<const Token *> Lexer::next() {
  if (!pending_.empty()) {
    const Token token = pending_.front();
    pending_.pop_front();
    return keep(token);
  }
  if (mode_ == Mode::Ended)
    return end_item();
  TRY_VOID(skip_blank());
  if (mode_ == Mode::AfterPredicate)
    return next_after_predicate();
  if (mode_ == Mode::Descriptions || mode_ == Mode::Sources)
    return next_description();
  if (mode_ == Mode::Declaration)
    TRY_VOID(skip_extensions());
  return next_code();
}

// `static inline` is C's, as `inline` behind any other word is.
Result<void> Lexer::skip_extensions() {
  if (previous_ == TOKEN_DOT || previous_ == TOKEN_ARROW)
    return {};
  while (true) {
    size_t size = extension_size(rest());
    if (previous_ != 0 && name_at(rest()) == "inline")
      size = name_at(rest()).size();
    if (size == 0)
      return {};
    cursor_ += size;
    TRY_VOID(skip_blank());
  }
}

// ---- Probe descriptions ----------------------------------------------------------------------

// Descriptions stand before a clause and, in a provider declaration, behind `=`:
//     probe start(int) = rawtp:::a, rawtp:::b / arg0 / : arg1;
Result<const Token *> Lexer::next_description() {
  const bool sources = mode_ == Mode::Sources;
  if (at_end())
    return end_item();
  switch (source_.text[cursor_]) {
  case ',':
    return mark(TOKEN_COMMA, 1, mode_);
  case '/':
    brackets_ = ternaries_ = 0;
    return mark(TOKEN_PREDICATE, 1, Mode::Predicate);
  case ';':
    return sources ? mark(TOKEN_SEMI, 1, Mode::Declaration) : end_item(1);
  case '{':
    braces_++;
    return mark(TOKEN_LBRACE, 1, sources ? Mode::Declaration : Mode::Body);
  case '}':
    mode_ = sources ? Mode::Declaration : Mode::Ended;
    return next_code();
  default:
    break;
  }
  const auto size = static_cast<uint32_t>(description_word(rest()).size());
  if (size == 0) {
    const char c = source_.text[cursor_++];
    if (c == '"')
      return fail(Tag::D_STR_NL, span_from(cursor_ - 1),
                  "quote in the probe description is not closed before the end of the line");
    return unexpected(span_from(cursor_ - 1), nullptr);
  }
  const bool behind = previous_ == TOKEN_DESCRIPTION || previous_ == TOKEN_PREDICATE_END;
  if (sources && behind && source_.text[cursor_] == ':')
    return mark(TOKEN_COLON, 1, Mode::Declaration);
  return mark(TOKEN_DESCRIPTION, size, mode_);
}

Result<const Token *> Lexer::next_after_predicate() {
  if (!at_end() && source_.text[cursor_] == '{') {
    braces_++;
    return mark(TOKEN_LBRACE, 1, Mode::Body);
  }
  return end_item(!at_end() && source_.text[cursor_] == ';');
}

// ---- Code ------------------------------------------------------------------------------------

Result<const Token *> Lexer::next_code() {
  Token token;
  TRY(kind, scan(token));
  token.kind = kind;
  switch (kind) {
  case 0:
    mode_ = Mode::Ended;
    break;
  case TOKEN_HAS_PROBE:
    return has_probe(token);
  case TOKEN_LP:
  case TOKEN_LB:
  case TOKEN_LBRACE:
    return open(token);
  case TOKEN_RP:
  case TOKEN_RB:
    brackets_ -= brackets_ > 0;
    break;
  case TOKEN_RBRACE:
    return close_brace(token);
  case TOKEN_SEMI:
    return semicolon(token);
  case TOKEN_QUESTION:
    ternaries_++;
    break;
  case TOKEN_COLON:
    ternaries_ -= ternaries_ > 0;
    break;
  case TOKEN_ASSIGN:
    if (is_provider_ && braces_ == 1 && brackets_ == 0)
      mode_ = Mode::Sources;
    break;
  case TOKEN_DIV:
    if (mode_ == Mode::Predicate && closes_predicate()) {
      token.kind = TOKEN_PREDICATE_END;
      mode_ = is_provider_ ? Mode::Sources : Mode::AfterPredicate;
    }
    break;
  default:
    break;
  }
  return keep(token);
}

// __has_probe(description): what stands between the brackets is not code.
const Token *Lexer::has_probe(Token token) {
  const size_t end = text().find_first_of(");{}", cursor_);
  if (text().substr(cursor_).starts_with('(') && end != text().npos && text()[end] == ')' &&
      end > cursor_ + 1) {
    const std::pair<int, size_t> parts[] = {
        {TOKEN_LP, cursor_ + 1}, {TOKEN_DESCRIPTION, end}, {TOKEN_RP, end + 1}};
    for (const auto &[kind, until] : parts) {
      Token part;
      part.kind = kind;
      part.span = {&source_, cursor_, static_cast<uint32_t>(until)};
      part.text = part.span.text();
      pending_.push_back(part);
      cursor_ = until;
    }
  }
  return keep(token);
}

// Of a function in C there remains its prototype.
const Token *Lexer::function_body(Token token) {
  cursor_ = token.span.begin + bracketed_size(text().substr(token.span.begin));
  token.kind = TOKEN_SEMI;
  mode_ = Mode::Ended;
  return keep(token);
}

Result<const Token *> Lexer::open(Token token) {
  const bool outermost = mode_ == Mode::Declaration && braces_ == 0;
  if (token.kind == TOKEN_LBRACE && outermost && previous_ == TOKEN_RP && !is_provider_ &&
      !is_translator_)
    return function_body(token);
  if (token.kind == TOKEN_LBRACE) {
    // An error, `BEGIN /x == 1 { … }`: the clause ends where its body does all the same.
    if (mode_ == Mode::Predicate)
      mode_ = is_provider_ ? Mode::Declaration : Mode::Body;
    braces_++, brackets_ = 0;
  } else {
    brackets_++;
  }
  if (!skipping_ && braces_ + brackets_ > max_nesting)
    return fail(Tag::D_SYNTAX, token.span, "brackets are nested more than %u levels deep",
                max_nesting);
  return keep(token);
}

// The last statement of a block needs no semicolon: the grammar is given one.
const Token *Lexer::close_brace(Token token) {
  const bool statements = mode_ == Mode::Body || (is_translator_ && braces_ == 1);
  const bool open_statement = statements && previous_ != TOKEN_SEMI && previous_ != TOKEN_LBRACE &&
                              previous_ != TOKEN_RBRACE && previous_ != TOKEN_ELSE;
  // After an error, a brace in the first column ends the clause, whatever is missing in it.
  const bool in_margin = token.span.begin == 0 || source_.text[token.span.begin - 1] == '\n';
  braces_ = (skipping_ && in_margin) ? 0 : braces_ - (braces_ > 0);
  brackets_ = 0;
  if (braces_ == 0 && (mode_ != Mode::Declaration || skipping_))
    mode_ = Mode::Ended;
  if (!open_statement)
    return keep(token);
  pending_.push_back(token);
  token.kind = TOKEN_SEMI;
  return keep(token);
}

const Token *Lexer::semicolon(Token token) {
  brackets_ = 0;
  if (mode_ == Mode::Declaration && braces_ == 0)
    mode_ = Mode::Ended;
  if (mode_ == Mode::Predicate)
    mode_ = is_provider_ ? Mode::Declaration : Mode::Ended;
  return keep(token);
}

// ---- The slash that ends a predicate ---------------------------------------------------------

// A slash divides unless nothing that follows can be divided by: `{`, `;`, the end of the text, the
// next clause of
//     BEGIN /a == b / c/
//     syscall::read:entry /pid == 1/ { }
// where the second slash ends the predicate and the first does not. In a provider declaration the
// colon before the values ends it too.
bool Lexer::closes_predicate() const {
  const std::string_view after = after_blank(rest());
  if (after.empty() || after[0] == '{' || after[0] == ';')
    return true;
  if (brackets_ > 0)
    return false;
  if (is_provider_)
    return after[0] == ':' && ternaries_ == 0;
  return after[0] == '#' || clause_follows(after);
}

bool Lexer::clause_follows(std::string_view text) const {
  const std::string_view name = name_at(text);
  const int word = keyword(name);
  if (is_well_known_probe(name))
    return true;
  if (begins_declaration(word))
    return (word != TOKEN_SELF && word != TOKEN_THIS) ||
           !after_blank(text.substr(name.size())).starts_with("->");
  const std::string_view description = description_word(text);
  if (const size_t colon = description.find(':'); colon != description.npos && ternaries_ == 0)
    return description.substr(0, colon).find_first_of("?(\"'&|=<>^%+!~@") == description.npos;
  return !description.empty() && after_blank(text.substr(description.size())).starts_with('{');
}

// ---- Macros ----------------------------------------------------------------------------------

// One macro is one token: a number, a name, or, with `$$` or where it is neither, a string:
//     dtrace -s watch.d /etc/hosts 10.0.0.1
Result<int> Lexer::scan_macro(Token &token) {
  const std::string_view written = token.text;
  const bool as_string = written.starts_with("$$");
  TRY(value, macro_text(options_.macros, written.substr(as_string ? 2 : 1), as_string, token.span));
  token.text = value;
  if (as_string)
    return TOKEN_TEXT;
  const bool negative = value.starts_with('-') || value.starts_with('+');
  const std::string_view magnitude = value.substr(negative);
  if (!magnitude.empty() && decimal_digits.contains(magnitude[0])) {
    auto number = integer_macro(token, value);
    if (number || number.error().tag != Tag::D_INT_DIGIT)
      return number;
  }
  if (!value.empty() && name_at(value) == value)
    return scan_name(token);
  // As from a shell: dtrace -n '… trace($1) …' '"text"'
  if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
    token.text = arena_.intern(unescape(value.substr(1, value.size() - 2)));
  return TOKEN_TEXT;
}

Result<int> Lexer::integer_macro(Token &token, std::string_view value) {
  const bool is_signed = !decimal_digits.contains(value[0]);
  if (auto result = read_integer(value.substr(is_signed), token.span, token); !result) {
    Diagnostic error = std::move(result.error());
    if (error.tag == Tag::D_INT_OFLOW)
      error.tag = Tag::D_MACRO_OFLOW;
    return std::unexpected(std::move(error));
  }
  if (!is_signed)
    return TOKEN_INTEGER;
  token.kind = TOKEN_INTEGER;
  pending_.push_back(token);
  return value[0] == '-' ? TOKEN_MINUS : TOKEN_PLUS;
}

} // namespace dtrace
