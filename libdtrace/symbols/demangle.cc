// Stage: symbols. Mangled names by LLVM's demangler, which knows C++ and both schemes of Rust.
#include "symbols/symbols.h"

#include <llvm/Demangle/Demangle.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace dtrace {

namespace {

// Rust's older scheme is C++'s with a last part "h" and 16 hexadecimal digits. A number of the
// compiler's own may follow.
bool is_rust(std::string_view &name) {
  constexpr size_t length = 19; // "::h" and 16 digits
  constexpr std::string_view split = " (.llvm.";
  if (const size_t at = name.rfind(split); at != name.npos)
    name.remove_suffix(name.size() - at);
  if (name.size() <= length)
    return false;
  const std::string_view last = name.substr(name.size() - length);
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!last.starts_with("::h") || !std::ranges::all_of(last.substr(3), is_digit))
    return false;
  name.remove_suffix(length);
  return true;
}

struct Escape {
  std::string_view written, meant;
};
// What C++'s scheme has no letters for (rustc_symbol_mangling/src/legacy.rs).
constexpr Escape escapes[] = {
    {"$SP$", "@"}, {"$BP$", "*"},  {"$RF$", "&"},  {"$LT$", "<"},  {"$GT$", ">"}, {"$LP$", "("},
    {"$RP$", ")"}, {"$C$", ","},   {"$u20$", " "}, {"$u22$", "\""}, {"$u27$", "'"}, {"$u2b$", "+"},
    {"$u3b$", ";"}, {"$u5b$", "["}, {"$u5d$", "]"}, {"$u7b$", "{"}, {"$u7d$", "}"}, {"$u7e$", "~"},
    {"_$", ""},    {"..", "::"},
};

// An underscore that a `$` follows was put before it where a part of the name begins.
std::string unescape_rust(std::string_view name) {
  std::string text;
  for (size_t at = 0; at < name.size();) {
    const auto row = std::ranges::find_if(
        escapes, [&](const Escape &one) { return name.substr(at).starts_with(one.written); });
    if (row == std::end(escapes)) {
      text += name[at++];
      continue;
    }
    const bool is_mark = row->written == "_$", begins = at == 0 || name[at - 1] == ':';
    if (!is_mark)
      text += row->meant;
    else if (!begins)
      text += '_';
    at += is_mark ? 1 : row->written.size();
  }
  return text;
}

} // namespace

std::string demangle(std::string_view name) {
  if (!name.starts_with("_Z") && !name.starts_with("_R"))
    return std::string(name);
  std::string text = llvm::demangle(name);
  std::string_view rest = text;
  return is_rust(rest) ? unescape_rust(rest) : text;
}

std::string called_name(std::string_view name, std::string_view without_parameters) {
  constexpr std::string_view tag = "[abi:";
  const bool tagged = without_parameters.find(tag) != without_parameters.npos;
  if (!name.starts_with("_Z") || (!tagged && without_parameters.find(' ') == without_parameters.npos))
    return {};
  const std::string mangled(name); // the demangler's parts point into it
  llvm::ItaniumPartialDemangler parts;
  if (parts.partialDemangle(mangled.c_str()) || !parts.isFunction())
    return {};
  char *given = parts.getFunctionName(nullptr, nullptr);
  std::string text = given ? given : "";
  free(given);
  for (size_t at; (at = text.find(tag)) != text.npos;) {
    const size_t end = text.find(']', at);
    text.erase(at, end == text.npos ? end : end + 1 - at);
  }
  return text;
}

} // namespace dtrace
