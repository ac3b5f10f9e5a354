// Stage: symbols. Mangled names by LLVM's demangler, which knows C++ and both schemes of Rust.
#include "symbols/symbols.h"

#include <llvm/Demangle/Demangle.h>

#include <algorithm>
#include <cctype>
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

// Each reference to an earlier part of a name may stand for most of what is before it: 100 of them, in
// a name that somebody made to harm, are 2^50 bytes. So few are three megabytes at the most.
constexpr size_t longest_mangled = 4096, most_references = 32, longest_text = 16 << 10;

bool is_demangled(std::string_view name) {
  const bool is_cpp = name.starts_with("_Z"), is_rust = name.starts_with("_R");
  if ((!is_cpp && !is_rust) || name.size() > longest_mangled)
    return false;
  const auto is_number = [](char c) { return isalnum(static_cast<unsigned char>(c)); };
  const std::string_view letters = is_cpp ? "ST" : "B";
  size_t references = 0;
  for (size_t at = 0; (at = name.find_first_of(letters, at)) != name.npos; at++) {
    const auto end = std::find_if_not(name.begin() + at + 1, name.end(), is_number);
    references += end != name.end() && *end == '_';
  }
  return references <= most_references;
}

} // namespace

std::string demangle(std::string_view name) {
  if (!is_demangled(name))
    return std::string(name);
  std::string text = llvm::demangle(name);
  if (text.size() > longest_text)
    return std::string(name);
  std::string_view rest = text;
  return is_rust(rest) ? unescape_rust(rest) : text;
}

std::string called_name(std::string_view name, std::string_view without_parameters) {
  constexpr std::string_view tag = "[abi:";
  const bool tagged = without_parameters.find(tag) != without_parameters.npos;
  if (!name.starts_with("_Z") || !is_demangled(name) || (!tagged && without_parameters.find(' ') == without_parameters.npos))
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
