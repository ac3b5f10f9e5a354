// Stage: analysis (private to the folder). The greatest length of each string expression, and so of
// each variable and key: what has to be known is noted while expressions are made, and computed when
// all of them are.
#pragma once
#include "analysis/typed.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace dtrace::analysis {

// A string that must fit: `value` is stored into a variable or used as a key.
struct StringUse {
  typed::Variable *variable = nullptr; // either of the two
  typed::KeySlot *slot = nullptr;
  typed::Expr *value = nullptr;
};

class StringBounds {
public:
  void note(typed::Expr *string) { strings_.push_back(string); } // operands first
  void note_use(StringUse use) { uses_.push_back(use); }
  void note_bind(typed::BindExpr *bind) { binds_.push_back(bind); }

  // Of every string, variable and key. strsize: the option, bytes.
  void compute(const std::vector<typed::Variable *> &variables, uint32_t strsize);

  template <class Predicate> bool any(Predicate predicate) const {
    return std::ranges::any_of(strings_, predicate);
  }

  struct Mark {
    size_t strings, uses, binds;
  };
  Mark mark() const { return {strings_.size(), uses_.size(), binds_.size()}; }
  void forget_since(const Mark &mark); // what was noted after it

private:
  bool raise_variables(uint32_t strsize, bool at_once);

  std::vector<typed::Expr *> strings_;
  std::vector<StringUse> uses_;
  std::vector<typed::BindExpr *> binds_;
};

} // namespace dtrace::analysis
