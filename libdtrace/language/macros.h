// Stage: language. The macro variables, one row each: `$pid`, `$$pid` and so on. Their values are
// those of the command itself, as text, read when asked.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace dtrace {

struct MacroRow {
  std::string_view name; // without '$'
  long (*value)(pid_t target);
  std::string_view doc;
};
std::span<const MacroRow> macro_rows();

// All of them for MacroValues (syntax/parse.h). target: the process of -c or -p, 0 when none.
std::vector<std::pair<std::string, std::string>> macro_variables(pid_t target);

} // namespace dtrace
