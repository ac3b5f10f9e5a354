// Stage: symbols. Mangled names by LLVM's demangler, which knows C++ and both schemes of Rust.
#include "symbols/symbols.h"

#include <llvm/Demangle/Demangle.h>

#include <algorithm>

namespace dtrace {

namespace {

// Rust's older scheme is C++'s with a last part "h" and 16 hexadecimal digits.
std::string_view without_rust_hash(std::string_view name) {
  constexpr size_t length = 19; // "::h" and 16 digits
  if (name.size() <= length)
    return name;
  const std::string_view last = name.substr(name.size() - length);
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (last.starts_with("::h") && std::ranges::all_of(last.substr(3), is_digit))
    name.remove_suffix(length);
  return name;
}

} // namespace

std::string demangle(std::string_view name) {
  if (!name.starts_with("_Z") && !name.starts_with("_R"))
    return std::string(name);
  return std::string(without_rust_hash(llvm::demangle(name)));
}

} // namespace dtrace
