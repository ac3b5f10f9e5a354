// See mutate.h.
#include "mutate.h"

#include <cctype>
#include <utility>

uint64_t Numbers::next() { // splitmix64
  uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

namespace {
bool is_word(char c) {
  return isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '@' || c == '`';
}

size_t end_of_quoted(const std::string &text, size_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote && text[at] != '\n')
    at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

size_t end_of_comment(const std::string &text, size_t at) {
  const size_t end = text.find("*/", at + 2);
  return end == std::string::npos ? text.size() : end + 2;
}

size_t end_of_mark(const std::string &text, size_t at) {
  static const char *const marks[] = {"<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=",
                                      "&&", "||", "^^", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
  for (const char *mark : marks)
    if (text.compare(at, std::char_traits<char>::length(mark), mark) == 0)
      return at + std::char_traits<char>::length(mark);
  return at + 1;
}
} // namespace

Mutator::Tokens Mutator::tokens_of(const std::string &text) {
  Tokens tokens;
  for (size_t at = 0, end; at < text.size(); at = end) {
    Kind kind = Kind::Mark;
    const char c = text[at];
    end = at + 1;
    if (isspace(static_cast<unsigned char>(c))) {
      kind = Kind::Space;
    } else if (text.compare(at, 2, "/*") == 0) {
      end = end_of_comment(text, at);
      continue;
    } else if (c == '"' || c == '\'') {
      kind = c == '"' ? Kind::Text : Kind::Number;
      end = end_of_quoted(text, at);
    } else if (is_word(c)) {
      kind = isdigit(static_cast<unsigned char>(c)) ? Kind::Number : Kind::Name;
      while (end < text.size() && is_word(text[end]))
        end++;
    } else {
      end = end_of_mark(text, at);
    }
    tokens.push_back({kind, text.substr(at, end - at)});
  }
  return tokens;
}

// What ends with a brace or a semicolon that is in no other brace.
std::vector<Mutator::Tokens> Mutator::clauses_of(const Tokens &tokens) {
  std::vector<Tokens> clauses(1);
  int depth = 0;
  for (const Token &token : tokens) {
    clauses.back().push_back(token);
    depth += token.text == "{";
    depth -= token.text == "}";
    if (depth <= 0 && (token.text == "}" || token.text == ";"))
      clauses.emplace_back();
  }
  return clauses;
}

std::string Mutator::text_of(const Tokens &tokens) {
  std::string text;
  for (const Token &token : tokens)
    text += token.text;
  return text;
}

Mutator::Mutator(const std::vector<std::string> &programs) {
  for (const std::string &program : programs) {
    programs_.push_back(tokens_of(program));
    for (const Token &token : programs_.back())
      by_kind_[static_cast<int>(token.kind)].push_back(token);
    for (Tokens &clause : clauses_of(programs_.back()))
      if (clause.size() > 3)
        clauses_.push_back(std::move(clause));
  }
}

const Mutator::Token &Mutator::other(Kind kind, Numbers &numbers) const {
  const auto &all = by_kind_[static_cast<int>(kind)];
  return all[numbers.below(all.size())];
}

// Most often one thing in the place of another of its kind: such programs still mean something.
void Mutator::change_token(Tokens &tokens, Numbers &numbers) const {
  std::vector<size_t> places;
  for (size_t i = 0; i < tokens.size(); i++)
    if (tokens[i].kind != Kind::Space)
      places.push_back(i);
  if (places.empty())
    return;
  const size_t at = places[numbers.below(places.size())];
  const size_t second = places[numbers.below(places.size())];
  switch (numbers.below(10)) {
  case 0:
    std::swap(tokens[at], tokens[second]);
    break;
  case 1:
    tokens.erase(tokens.begin() + at);
    break;
  case 2:
    tokens.insert(tokens.begin() + at, tokens[at]);
    break;
  case 3: // another of the same program
    if (tokens[at].kind == tokens[second].kind)
      tokens[at] = tokens[second];
    break;
  default:
    tokens[at] = other(tokens[at].kind, numbers);
  }
}

void Mutator::change_clauses(Tokens &tokens, Numbers &numbers) const {
  std::vector<Tokens> clauses = clauses_of(tokens);
  const size_t at = numbers.below(clauses.size());
  switch (numbers.below(3)) {
  case 0:
    clauses.erase(clauses.begin() + at);
    break;
  case 1:
    clauses.insert(clauses.begin() + at, Tokens(clauses[at]));
    break;
  default:
    clauses.insert(clauses.begin() + at, clauses_[numbers.below(clauses_.size())]);
  }
  tokens.clear();
  for (const Tokens &clause : clauses)
    tokens.insert(tokens.end(), clause.begin(), clause.end());
}

std::string Mutator::mutant(uint64_t number) const {
  Numbers numbers(number);
  numbers.next();
  Tokens tokens = programs_[numbers.below(programs_.size())];
  for (uint64_t left = 1 + numbers.below(3); left; left--)
    if (numbers.below(5) == 0)
      change_clauses(tokens, numbers);
    else
      change_token(tokens, numbers);
  return text_of(tokens);
}
