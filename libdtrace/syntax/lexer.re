// Stage: syntax. The words of D, for re2c. White space, comments and directives are passed between
// any two tokens; what a word means in its place is decided in modes.cc.
#include "syntax/grammar.h"
#include "syntax/lexer.h"
#include "syntax/literals.h"

#include <algorithm>

namespace dtrace {

/*!re2c
re2c:yyfill:enable = 0;
re2c:define:YYCTYPE = "unsigned char";
re2c:define:YYCURSOR = at;
re2c:define:YYMARKER = marker;

end = "\x00";
any = [^\x00];
blank = [ \t\r\n\f\v]+ | "\\" "\r"? "\n";
comment = "/*" ([^*\x00] | "*"+ [^*/\x00])* "*"+ "/";
line = "#" [^\n\x00]*;
line_mark = "#" [ \t]* ("line" [ \t]+)? [0-9] [^\n\x00]*;

digit = [0-9];
name = [a-zA-Z_] [a-zA-Z0-9_]*;
// libc.so.6`malloc; bounded, as the scanner looks ahead for the backtick behind every name.
object = (name | "pid$target") ("." [a-zA-Z0-9_]+){0,4};
// A library's name may have a dash where it cannot be a minus: pid1`ld-linux-x86-64.so.2`x,
// ld-linux-x86-64.so.2`x. Not in: pid-cpu`x
dashed = name ([.-] [a-zA-Z0-9_]+){1,7};
library = name ([-] [a-zA-Z0-9_]+){1,5} ".so" ("." [a-zA-Z0-9_]+){0,3};
quoted = [^"\\\n\x00] | "\\" any;
apostrophed = [^'\\\n\x00] | "\\" any;

// C++ names hold commas between their parentheses: pid1::f(int,char):entry
described = [^ \t\r\n\f\v,;{}/"\\\x00] | "\\" [^\n\x00] | "\"" [^"\n\x00]* "\""
          | "(" [^ \t\r\n\f\v();{}"\\\x00]* ")" | "[" [^ \t\r\n\f\v;{}"\]\\\x00]* "]";
*/

namespace {
using Byte = unsigned char;

const Byte *bytes(std::string_view text) { return reinterpret_cast<const Byte *>(text.data()); }

bool begins_line(std::string_view text, size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
    at--;
  return at == 0 || text[at - 1] == '\n';
}

size_t end_of_line(std::string_view text, size_t at) {
  return std::min(text.find('\n', at), text.size());
}
} // namespace

// Where the first slash divides or ends a predicate, the second may begin a comment of the other
// kind. Lines of asterisks are drawn from the margin on:
//     /self->ts//* only ours */        //************
bool begins_line_comment(std::string_view text, size_t at) {
  return text.substr(at, 2) == "//" && (text.substr(at, 3) != "//*" || begins_line(text, at));
}

// Views handed to the scanners are ends of a std::string, so a NUL stands behind them.
std::string_view after_blank(std::string_view text) {
  const Byte *at = bytes(text), *marker;
  while (true) {
    const size_t begin = at - bytes(text);
    /*!re2c
    blank { continue; }
    comment { continue; }
    "//" {
      if (!begins_line_comment(text, begin))
        return text.substr(begin);
      at = bytes(text) + end_of_line(text, begin);
      continue;
    }
    line_mark {
      if (begins_line(text, begin))
        continue;
      return text.substr(begin);
    }
    * { return text.substr(begin); }
    */
  }
}

std::string_view description_word(std::string_view text) {
  const Byte *at = bytes(text), *marker;
  /*!re2c
  described+ { return text.substr(0, at - bytes(text)); }
  * { return {}; }
  */
}

Result<void> Lexer::skip_blank() {
  const std::string_view text = this->text();
  while (true) {
    const Byte *at = bytes(text) + cursor_, *marker;
    const uint32_t begin = cursor_;
    const auto pass = [&] { cursor_ = at - bytes(text); };
    /*!re2c
    blank { pass(); continue; }
    comment { pass(); continue; }
    "//" {
      if (!begins_line_comment(text, begin))
        return {};
      cursor_ = end_of_line(text, begin);
      continue;
    }
    "/*" {
      cursor_ = text.size();
      return fail(Tag::D_SYNTAX, {&source_, begin, begin + 2}, "comment is not closed before the end of the text");
    }
    line {
      if (!begins_line(text, begin))
        return {};
      pass();
      TRY_VOID(directive(begin));
      continue;
    }
    * { return {}; }
    */
  }
}

Result<int> Lexer::scan_name(Token &token) {
  if (previous_ == TOKEN_DOT || previous_ == TOKEN_ARROW)
    return TOKEN_IDENT;
  const int word = keyword(token.text);
  return word ? word : TOKEN_IDENT;
}

// Reads one token of code; its kind is 0 at the end of the text.
Result<int> Lexer::scan(Token &token) {
  const std::string_view text = this->text();
  const Byte *at = bytes(text) + cursor_, *marker;
  const uint32_t begin = cursor_;
  const auto take = [&] {
    cursor_ = at - bytes(text);
    token.span = span_from(begin);
    token.text = text.substr(begin, cursor_ - begin);
  };
  const auto inner = [&] { return token.text.substr(1, token.text.size() - 2); };
  const auto kind = [&](int kind) {
    take();
    return kind;
  };
  const auto scoped = [&] { // `x has no object, `a`x that of a`x
    take();
    const size_t scope = token.text.rfind('`');
    token.object = token.text.substr(0, scope);
    if (token.object.starts_with('`'))
      token.object.remove_prefix(1);
    token.text = token.text.substr(scope + 1);
    return TOKEN_SCOPED;
  };
  /*!re2c
  end {
    take();
    if (begin >= text.size()) {
      cursor_ = text.size();
      token.text = {}, token.span = {&source_, begin, begin};
      return 0;
    }
    return fail(Tag::D_SYNTAX, token.span, "invalid character with the code 0");
  }

  name { take(); return scan_name(token); }
  (library | (object? "`")+ dashed) "`" name { return scoped(); }
  object? ("`" object)* "`" name { return scoped(); }
  "@" name? {
    take();
    token.text = token.text.size() == 1 ? "_" : token.text.substr(1);
    return TOKEN_AGGREGATION;
  }
  "$" "$"? (digit+ | name) { take(); return scan_macro(token); }

  digit [a-zA-Z0-9_]* {
    take();
    TRY_VOID(read_integer(token.text, token.span, token));
    return TOKEN_INTEGER;
  }
  digit+ "." digit [a-zA-Z0-9_]* {
    take();
    return fail(Tag::D_SYNTAX, token.span, "floating-point constants are not part of D");
  }
  "\"" quoted* "\"" {
    take();
    token.text = inner().contains('\\') ? arena_.intern(unescape(inner())) : inner();
    return TOKEN_TEXT;
  }
  "\"" quoted* {
    take();
    return fail(Tag::D_STR_NL, token.span, "string constant is not closed before the end of the line");
  }
  "'" apostrophed* "'" {
    take();
    TRY_VOID(read_character(inner(), token.span, token));
    return TOKEN_INTEGER;
  }
  "'" apostrophed* {
    take();
    return fail(Tag::D_CHR_NL, token.span, "character constant is not closed before the end of the line");
  }

  "{" { return kind(TOKEN_LBRACE); }
  "}" { return kind(TOKEN_RBRACE); }
  "(" { return kind(TOKEN_LP); }
  ")" { return kind(TOKEN_RP); }
  "[" { return kind(TOKEN_LB); }
  "]" { return kind(TOKEN_RB); }
  ";" { return kind(TOKEN_SEMI); }
  "," { return kind(TOKEN_COMMA); }
  "." { return kind(TOKEN_DOT); }
  "->" { return kind(TOKEN_ARROW); }
  "..." { return kind(TOKEN_ELLIPSIS); }
  "?" { return kind(TOKEN_QUESTION); }
  ":" { return kind(TOKEN_COLON); }
  "=" { return kind(TOKEN_ASSIGN); }
  "+=" { return kind(TOKEN_ADD_EQ); }
  "-=" { return kind(TOKEN_SUB_EQ); }
  "*=" { return kind(TOKEN_MUL_EQ); }
  "/=" { return kind(TOKEN_DIV_EQ); }
  "%=" { return kind(TOKEN_MOD_EQ); }
  "&=" { return kind(TOKEN_AND_EQ); }
  "|=" { return kind(TOKEN_OR_EQ); }
  "^=" { return kind(TOKEN_XOR_EQ); }
  "<<=" { return kind(TOKEN_SHL_EQ); }
  ">>=" { return kind(TOKEN_SHR_EQ); }
  "||" { return kind(TOKEN_OR_OR); }
  "^^" { return kind(TOKEN_XOR_XOR); }
  "&&" { return kind(TOKEN_AND_AND); }
  "|" { return kind(TOKEN_OR); }
  "^" { return kind(TOKEN_XOR); }
  "&" { return kind(TOKEN_AND); }
  "==" { return kind(TOKEN_EQ); }
  "!=" { return kind(TOKEN_NE); }
  "<" { return kind(TOKEN_LT); }
  "<=" { return kind(TOKEN_LE); }
  ">" { return kind(TOKEN_GT); }
  ">=" { return kind(TOKEN_GE); }
  "<<" { return kind(TOKEN_SHL); }
  ">>" { return kind(TOKEN_SHR); }
  "+" { return kind(TOKEN_PLUS); }
  "-" { return kind(TOKEN_MINUS); }
  "*" { return kind(TOKEN_STAR); }
  "/" { return kind(TOKEN_DIV); }
  "%" { return kind(TOKEN_MOD); }
  "!" { return kind(TOKEN_NOT); }
  "~" { return kind(TOKEN_BIT_NOT); }
  "++" { return kind(TOKEN_INC); }
  "--" { return kind(TOKEN_DEC); }

  // Quotation marks as word processors set them.
  "\xe2\x80" [\x98-\x9f] {
    take();
    return unexpected(token.span, "quotation marks are written \" and \'");
  }
  [\x80-\xff]+ {
    take();
    return unexpected(token.span, "only strings and comments may hold characters that are not ASCII");
  }
  * { take(); return unexpected(token.span, nullptr); }
  */
}

} // namespace dtrace
