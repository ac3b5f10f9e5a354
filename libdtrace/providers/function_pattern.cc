#include "providers/function_pattern.h"

#include "providers/provider.h"
#include "symbols/symbols.h"

namespace dtrace {

std::optional<std::string> plain_text(std::string_view pattern) {
  std::string text;
  for (size_t at = 0; at < pattern.size(); at++) {
    const char c = pattern[at];
    if (c == '*' || c == '?' || c == '[')
      return std::nullopt;
    text += c == '\\' && at + 1 < pattern.size() ? pattern[++at] : c;
  }
  return text;
}

namespace {
// ns::f of ns::f(int) const, operator() of operator()(int).
std::string_view without_parameters(std::string_view name) {
  int depth = 0;
  for (size_t at = name.rfind(')'); at < name.size(); at--) {
    depth += name[at] == ')' ? 1 : name[at] == '(' ? -1 : 0;
    if (depth == 0)
      return name.substr(0, at);
  }
  return name;
}

// What the compiler split off a function: it is jumped to, not called.
bool is_part(std::string_view name) {
  return name.ends_with(".cold") || name.find(".cold.") != std::string_view::npos;
}
} // namespace

FunctionPattern::FunctionPattern(std::string_view pattern)
    : pattern_(pattern), plain_(plain_text(pattern)) {
  if (plain_ && plain_->empty())
    plain_.reset(); // means all
}

std::optional<std::string> FunctionPattern::match(std::string_view name) const {
  if (plain_ && *plain_ == name)
    return demangle(name);
  std::string source_name = demangle(name);
  const std::string_view bare = without_parameters(source_name);
  bool matches = false;
  if (plain_)
    matches = *plain_ == source_name || *plain_ == bare;
  else if (is_part(name))
    return std::nullopt;
  else
    matches = glob_matches(pattern_, source_name) || glob_matches(pattern_, name);
  if (!matches)
    if (const std::string called = called_name(name, bare); !called.empty())
      matches = plain_ ? *plain_ == called : glob_matches(pattern_, called);
  return matches ? std::optional(std::move(source_name)) : std::nullopt;
}

std::optional<std::string> FunctionPattern::match(const ElfFunctions::Function &function) const {
  for (const std::string_view name : function.names)
    if (auto matched = match(name))
      return matched;
  return std::nullopt;
}

} // namespace dtrace
