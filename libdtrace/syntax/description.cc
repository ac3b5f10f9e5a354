#include "syntax/description.h"

#include "syntax/advice.h"
#include "syntax/macros.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dtrace {

namespace {
using Specifier = ParseOptions::Specifier;

constexpr std::string_view name_marks =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
constexpr std::string_view digits = "0123456789";
constexpr std::string_view special = "*?[]\\:";

// `$1hz` is argument 1 and "hz"; `$target` takes all letters and digits behind it.
std::string_view macro_name(std::string_view text) {
  const bool number = !text.empty() && digits.contains(text[0]);
  const size_t end = text.find_first_not_of(number ? digits : name_marks);
  return text.substr(0, std::min(end, text.size()));
}

Result<std::string> expand(std::string_view written, Span span, MacroValues *macros) {
  std::string text;
  bool quoted = false;
  for (size_t at = 0; at < written.size(); at++) {
    const char c = written[at];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      if (special.contains(c))
        text += '\\';
      text += c;
    } else if (c == '\\' && at + 1 < written.size()) {
      text += c, text += written[++at];
    } else if (c == '$') {
      at += at + 1 < written.size() && written[at + 1] == '$';
      const std::string_view name = macro_name(written.substr(at + 1));
      if (name.empty()) {
        text += c;
        continue;
      }
      TRY(value, macro_text(macros, name, true, span));
      text += value, at += name.size();
    } else {
      text += c;
    }
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> fields;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); at++) {
    if (text[at] == '\\')
      at++;
    else if (text[at] == ':')
      fields.push_back(text.substr(begin, at - begin)), begin = at + 1;
  }
  fields.push_back(text.substr(begin));
  return fields;
}

constexpr const char *forms[] = {"provider", "provider:module", "provider:module:function",
                                 "provider:module:function:name"};

Result<uint32_t> read_id(std::string_view text, Span span) {
  uint32_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size())
    return fail(Tag::D_PDESC_INVAL, span, "invalid probe identifier: %s", shown(text).c_str());
  return id;
}
} // namespace

Result<ast::ProbeDescription> read_description(std::string_view written, Span span,
                                               const ParseOptions &options, Arena &arena) {
  TRY(expanded, expand(written, span, options.macros));
  const std::string_view text = arena.intern(std::move(expanded));
  ast::ProbeDescription probe{span, {}, {}, {}, {}};
  const bool is_number = !text.empty() && text.find_first_not_of(digits) == text.npos;
  if (is_number || options.specifier == Specifier::Id) {
    TRY(id, read_id(text, span));
    probe.id = id;
    return probe;
  }

  const std::vector<std::string_view> fields = split(text);
  const size_t last = static_cast<size_t>(options.specifier);
  if (fields.size() > last + 1) {
    Failure failure = fail(Tag::D_PDESC_INVAL, span, "probe description %s has too many parts",
                           shown(text).c_str());
    failure.error().advice =
        format("write %s; put a part that contains colons in double quotes", forms[last]);
    return failure;
  }
  const std::array<std::string_view *, 4> parts{&probe.provider, &probe.module, &probe.function,
                                                &probe.name};
  for (size_t i = 0; i < fields.size(); i++)
    *parts[last - i] = fields[fields.size() - 1 - i];
  return probe;
}

} // namespace dtrace
