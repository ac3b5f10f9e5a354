// Stage: analysis. See stability.h.
#include "analysis/stability.h"

#include "analysis/context.h"

#include <string.h>

namespace dtrace::analysis {

namespace {
template <class Word> bool read_word(std::string_view text, Word last, Word &read) {
  for (int i = 0; i <= static_cast<int>(last); i++) {
    const std::string_view name = name_of(static_cast<Word>(i));
    if (name.size() == text.size() && strncasecmp(name.data(), text.data(), name.size()) == 0) {
      read = static_cast<Word>(i);
      return true;
    }
  }
  return false;
}
} // namespace

std::optional<Attributes> read_attributes(std::string_view text) {
  const size_t first = text.find('/');
  const size_t second = first == text.npos ? first : text.find('/', first + 1);
  if (second == text.npos)
    return std::nullopt;
  Attributes read;
  const bool good =
      read_word(text.substr(0, first), Stability::Standard, read.name) &&
      read_word(text.substr(first + 1, second - first - 1), Stability::Standard, read.data) &&
      read_word(text.substr(second + 1), DependencyClass::Common, read.dependency);
  return good ? std::optional(read) : std::nullopt;
}

void note_attributes(Context &c, const Attributes &attributes) {
  if (!c.clause)
    return;
  Attributes &least = c.clause->attributes;
  least.name = std::min(least.name, attributes.name);
  least.data = std::min(least.data, attributes.data);
  least.dependency = std::min(least.dependency, attributes.dependency);
}

Result<void> note_use(Context &c, Span span, std::string_view name) {
  const auto marks = c.marks.find(name);
  if (marks == c.marks.end())
    return {};
  if (marks->second.attributes)
    note_attributes(c, *marks->second.attributes);
  const std::string asked = c.input.options.text("version");
  const std::string &first = marks->second.version;
  if (asked.empty() || first.empty() || strverscmp(asked.c_str(), first.c_str()) >= 0)
    return {};
  return advise(fail(Tag::D_IDENT_UNDEF, span, "failed to resolve %s: Unknown variable name",
                     std::string(name).c_str()),
                "it is new in D " + first + ", and the program asks for D " + asked +
                    " (option version)");
}

} // namespace dtrace::analysis
