// Programs of D, changed at random by what other programs are made of.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

// Numbers that follow from a seed, the same on every machine.
class Numbers {
public:
  explicit Numbers(uint64_t seed) : state_(seed) {}
  uint64_t next();
  uint64_t below(uint64_t bound) { return next() % bound; }

private:
  uint64_t state_;
};

class Mutator {
public:
  explicit Mutator(const std::vector<std::string> &programs);
  std::string mutant(uint64_t number) const; // one program for each number

private:
  enum class Kind { Space, Name, Number, Text, Mark };
  struct Token {
    Kind kind;
    std::string text;
  };
  using Tokens = std::vector<Token>;

  static Tokens tokens_of(const std::string &program);
  static std::vector<Tokens> clauses_of(const Tokens &tokens);
  static std::string text_of(const Tokens &tokens);
  void change_token(Tokens &tokens, Numbers &numbers) const;
  void change_clauses(Tokens &tokens, Numbers &numbers) const;
  const Token &other(Kind kind, Numbers &numbers) const;

  std::vector<Tokens> programs_;
  std::vector<Tokens> clauses_;
  std::vector<Token> by_kind_[5];
};
