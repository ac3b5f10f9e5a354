// Stage: syntax. Lemon's automaton as a value, with the question that lemon does not answer: may
// this token come next?
#pragma once
#include <memory>

namespace dtrace {

class Nodes;
struct Token;

class GrammarState {
public:
  explicit GrammarState(Nodes &nodes);
  ~GrammarState();
  GrammarState(const GrammarState &) = delete;
  GrammarState &operator=(const GrammarState &) = delete;

  void restart(); // for the next item
  // Only tokens that are accepted; 0 ends the item. The token outlives the item's parse.
  void feed(int token, const Token *value);
  bool accepts(int token) const;

private:
  struct Parser;
  Nodes &nodes_;
  std::unique_ptr<Parser> parser_;
};

} // namespace dtrace
