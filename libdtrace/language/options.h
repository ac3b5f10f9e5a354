// Stage: language. The options of -x, `#pragma D option`, setopt() and DTRACE_OPT_*: one row each
// (options.def), with the field of Options it sets. Sizes in bytes, rates in nanoseconds.
#pragma once
#include "base/diagnostic.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

enum class OptionKind {
  Flag,      // no value, or 0/1, yes/no, on/off, enabled/disabled, set/unset
  Size,      // 12, 4k, 1m, 2g, 1t
  Rate,      // 1 (hz), 10hz, 1sec, 100ms …; kept as nanoseconds between two
  Number,
  Text,
  Policy,    // one of the row's choices: bufpolicy is switch, fill or ring
  NoEffect,  // cannot mean anything on Linux: accepted
};
enum class OptionTime { Compile, Runtime, Dynamic }; // Dynamic: setopt() may change it while tracing

struct OptionRow {
  std::string_view name;
  OptionKind kind;
  OptionTime time;
  std::string_view initial; // as the user would write it; "" unset
  std::string_view doc;
  std::string_view choices; // Policy: the words, one space between; number() is the index
  uint64_t least, most;     // Size, Number: what is not between is an error
};
std::span<const OptionRow> option_rows();
const OptionRow *find_option(std::string_view name);

// The values now in force. Unset numbers are 0.
class Options {
public:
  Options(); // initial values of the table
  // D_PRAGMA_OPTSET-like message naming option and value; `where` may have no source.
  Result<void> set(std::string_view name, std::string_view value, Span where = {});
  bool is_set(std::string_view name) const;      // set by somebody, or an initial value
  bool was_given(std::string_view name) const;   // set by somebody
  // DTRACE_OPT_NAME=value for every option there is.
  Result<void> set_from_environment();
  bool flag(std::string_view name) const;
  uint64_t number(std::string_view name) const;  // Size, Rate (ns), Number
  std::string text(std::string_view name) const; // Text, Policy
  // All values of a Text option that may be given several times (libdir, define, incdir …).
  std::vector<std::string> texts(std::string_view name) const;

private:
  struct Value {
    bool set = false, is_initial = false;
    uint64_t number = 0;
    std::vector<std::string> texts;
  };
  std::map<std::string, Value, std::less<>> values_;
};

// "4m" -> 4194304; "10hz" -> 100000000 ns. Errors name the text.
Result<uint64_t> parse_size(std::string_view text);
std::string size_text(uint64_t bytes); // "128m": in the largest unit that divides it
Result<uint64_t> parse_rate(std::string_view text);

} // namespace dtrace
