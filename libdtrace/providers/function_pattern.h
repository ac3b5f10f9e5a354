// Stage: providers. The function part of a pid probe's description against an object's functions.
#pragma once
#include "symbols/elf_functions.h"

#include <optional>
#include <string>
#include <string_view>

namespace dtrace {

// The text that a pattern means when it has no globs (`a\:\:b` is a::b); nothing when it has some.
std::optional<std::string> plain_text(std::string_view pattern);

// A function is meant by its name as its source has it (`ns::f(int)`, also without the parameters),
// or as the symbol table has it (`_ZN2ns1fEi`). Globs take each function once, by the likeliest of
// its names that matches.
class FunctionPattern {
public:
  explicit FunctionPattern(std::string_view pattern);
  // probefunc of the function, if it is meant.
  std::optional<std::string> match(const ElfFunctions::Function &function) const;
  std::optional<std::string> match(std::string_view name) const; // by this one of its names
  const std::optional<std::string> &plain() const { return plain_; }

private:
  std::string pattern_;
  std::optional<std::string> plain_;
};

} // namespace dtrace
