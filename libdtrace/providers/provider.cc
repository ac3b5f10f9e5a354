// Stage: providers. What all providers share: probe descriptions as text, and matching names
// against globs. Nothing here depends on which providers exist.
#include "providers/provider.h"

#include <algorithm>
#include <cerrno>

namespace dtrace {

namespace {

// One element of a pattern at `at`, which it moves past: a literal, `?`, `[..]` or an escaped
// character. A `[` that nothing closes is itself.
struct Element {
  std::string_view pattern;
  size_t &at;

  bool takes(char c) {
    const char first = pattern[at++];
    if (first == '?')
      return true;
    if (first == '\\' && at < pattern.size())
      return pattern[at++] == c;
    if (first == '[' && closes())
      return takes_set(c);
    return first == c;
  }

private:
  size_t after_negation() const {
    return at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^') ? at + 1 : at;
  }
  // A `]` that comes first belongs to the set.
  bool closes() const { return pattern.find(']', after_negation() + 1) != std::string_view::npos; }

  bool takes_set(char c) {
    const size_t begin = after_negation();
    const bool negated = begin != at;
    bool found = false;
    for (at = begin; at == begin || pattern[at] != ']'; at++) {
      const char low = pattern[at];
      char high = low;
      if (at + 2 < pattern.size() && pattern[at + 1] == '-' && pattern[at + 2] != ']')
        high = pattern[at += 2];
      found |= low <= c && c <= high;
    }
    at++;
    return found != negated;
  }
};

} // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty())
    return true;
  constexpr size_t none = std::string_view::npos;
  size_t p = 0, t = 0;
  size_t after_star = none, star_text = 0; // where to go on when the rest does not fit
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && Element{pattern, p}.takes(text[t])) {
      t++;
      continue;
    }
    if (after_star == none)
      return false;
    p = after_star;
    t = ++star_text;
  }
  while (p < pattern.size() && pattern[p] == '*')
    p++;
  return p == pattern.size();
}

bool is_glob(std::string_view pattern) {
  return pattern.find_first_of("*?[\\") != std::string_view::npos;
}

bool ProbeDescription::has_globs() const {
  return is_glob(provider) || is_glob(module) || is_glob(function) || is_glob(name);
}

std::string to_string(const ProbeDescription &description) {
  if (description.id)
    return std::to_string(description.id);
  return description.provider + ":" + description.module + ":" + description.function + ":" +
         description.name;
}

std::string to_string(const Probe &probe) {
  return probe.provider + ":" + probe.module + ":" + probe.function + ":" + probe.name;
}

Result<void> LoadedProgram::refuse(const Probe &probe, int error, Failure why) const {
  constexpr int of_all[] = {EMFILE, ENFILE, ENOMEM};
  if (!refusals || std::ranges::find(of_all, error) != std::end(of_all))
    return why;
  (*refusals)(probe, error, why.error());
  return {};
}

bool matches(const ProbeDescription &description, const Probe &probe) {
  if (description.id)
    return description.id == probe.id;
  return glob_matches(description.provider, probe.provider) &&
         glob_matches(description.module, probe.module) &&
         glob_matches(description.function, probe.function) &&
         glob_matches(description.name, probe.name);
}

} // namespace dtrace
