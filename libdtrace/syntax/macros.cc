#include "syntax/macros.h"

#include <algorithm>
#include <charconv>

namespace dtrace {

namespace {
constexpr size_t no_argument = SIZE_MAX;

// $1 is argument 1. A number too large for size_t names no argument that can exist.
size_t argument_number(std::string_view name) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : no_argument;
}

Failure undefined(std::string_view name, Span span, const char *what) {
  return fail(Tag::D_MACRO_UNDEF, span, "macro %s $%.*s is not defined", what,
              static_cast<int>(name.size()), name.data());
}

Result<std::string_view> argument_text(MacroValues *macros, std::string_view name, bool want_text,
                                       Span span) {
  const size_t number = argument_number(name);
  if (macros && number < macros->arguments.size()) {
    if (macros->used.size() < macros->arguments.size())
      macros->used.resize(macros->arguments.size());
    macros->used[number] = true;
    return macros->arguments[number];
  }
  if (macros && macros->default_arguments && number != no_argument)
    return want_text ? "" : "0";
  Failure failure = undefined(name, span, "argument");
  failure.error().advice =
      "give it after the program, or allow it to be missing: #pragma D option defaultargs";
  return failure;
}

std::string known_names(const MacroValues *macros) {
  std::string names;
  for (const auto &[name, value] : macros->variables)
    names += (names.empty() ? "$" : " $") + name;
  return names;
}
} // namespace

Result<std::string_view> macro_text(MacroValues *macros, std::string_view name, bool want_text,
                                    Span span) {
  if (!name.empty() && name[0] >= '0' && name[0] <= '9')
    return argument_text(macros, name, want_text, span);
  if (macros)
    for (const auto &[variable, value] : macros->variables)
      if (variable == name)
        return value;
  if (name == "target")
    return "0";
  Failure failure = undefined(name, span, "variable");
  if (macros && !macros->variables.empty())
    failure.error().advice = "there are " + known_names(macros);
  return failure;
}

} // namespace dtrace
