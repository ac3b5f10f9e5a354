// Stage: language. printf formats: text in, parsed conversions out, and the check of a format
// against its arguments' types. analysis/ calls both at compile time, so output/ prints only what
// was found right here. Source: the Guide's chapter "Output Formatting".
#pragma once
#include "base/diagnostic.h"
#include "types/type.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

struct Conversion {
  std::string literal; // text before the conversion, escapes resolved, "%%" made "%"
  std::string flags{}; // of "-+ #0'"
  bool width_from_argument = false, precision_from_argument = false;
  int width = -1, precision = -1; // -1: none
  std::string length{};           // "", h, hh, l, ll, w, L
  std::string letter{};           // "d", "Y", "wc"; empty: the last literal, no conversion
  bool aggregation = false;       // %@d: the aggregation's value
  Span span{};
};
struct Format {
  std::string text;
  std::vector<Conversion> conversions; // the last one may have no letter
};

// What a value is, as far as a conversion asks.
enum class ArgumentKind {
  Integer, // integers, enums
  Pointer,
  Float,
  String,     // string, char [], a char pointer taken as string
  WideString, // an array of wchar_t (4-byte integers)
  Stack,      // stack(), ustack(), jstack()
  Symbol,     // sym(), usym(), mod() …
  Other,      // structs and what no conversion takes
};

struct FormatArgument {
  ArgumentKind kind = ArgumentKind::Other;
  uint32_t size = 0;          // bytes, of Integer and Float
  const Type *type = nullptr; // for the message; may be null
  Span span{};
};
// The kind by type alone; what is recorded of a `char *` (String) is the caller's to know.
FormatArgument format_argument(const Type *type, Span span = {});

struct FormatUse {
  std::string_view function = "printf"; // for messages
  Span span{};                          // the call
  // printa: %@ is allowed, arguments are the keys, keys left over are not errors.
  bool aggregations = false;
  bool may_be_empty = false; // freopen("")
};

// `span` is the string constant (with its quotes) or the call. Errors: D_SYNTAX.
Result<Format> parse_format(std::string_view text, Span span);

// The arguments after the format, in order, those of `*` included. Errors: D_PRINTF_*.
Result<void> check_format(const Format &format, std::span<const FormatArgument> arguments,
                          const FormatUse &use = {});

// All conversion letters: one row each.
struct ConversionRow {
  std::string_view letter;
  uint32_t kinds;         // bits 1 << ArgumentKind that it takes
  uint32_t size;          // bytes the argument must have; 0: any
  bool of_aggregation;    // %@ may end in it
  std::string_view takes; // the same in words, for messages
  std::string_view doc;   // for the man page
};
std::span<const ConversionRow> conversion_rows();

} // namespace dtrace
