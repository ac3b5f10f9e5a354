#include "syntax/foreign.h"

#include <optional>
#include <vector>

namespace dtrace {

namespace {
struct AdviceRow {
  std::string_view word, advice;
};
constexpr AdviceRow name_rows[] = {
#define FOREIGN_PROBE(written, advice)
#define FOREIGN_CALL(word, advice)
#define FOREIGN_NAME(word, advice) {word, advice},
#include "syntax/foreign.def"
#undef FOREIGN_NAME
#undef FOREIGN_CALL
};
constexpr AdviceRow call_rows[] = {
#define FOREIGN_NAME(word, advice)
#define FOREIGN_CALL(word, advice) {word, advice},
#include "syntax/foreign.def"
#undef FOREIGN_NAME
#undef FOREIGN_CALL
#undef FOREIGN_PROBE
};
constexpr AdviceRow probe_rows[] = {
#define FOREIGN_NAME(word, advice)
#define FOREIGN_CALL(word, advice)
#define FOREIGN_PROBE(written, advice) {written, advice},
#include "syntax/foreign.def"
};

template <size_t count>
std::string_view find_advice(const AdviceRow (&rows)[count], std::string_view word) {
  for (const AdviceRow &row : rows)
    if (row.word == word)
      return row.advice;
  return {};
}

using Parts = std::vector<std::string_view>;

Parts parts_of(std::string_view text) {
  Parts parts;
  for (size_t colon; (colon = text.find(':')) != text.npos; text.remove_prefix(colon + 1))
    parts.push_back(text.substr(0, colon));
  parts.push_back(text);
  return parts;
}

// The texts that the stars of the pattern match; each of its parts ends with at most one star.
std::optional<Parts> stars_of(std::string_view pattern, const Parts &parts) {
  const Parts wanted = parts_of(pattern);
  Parts stars;
  if (wanted.size() != parts.size())
    return std::nullopt;
  for (size_t i = 0; i < parts.size(); i++) {
    const bool is_open = wanted[i].ends_with('*');
    const std::string_view fixed = wanted[i].substr(0, wanted[i].size() - is_open);
    if (is_open ? !parts[i].starts_with(fixed) : parts[i] != fixed)
      return std::nullopt;
    if (is_open)
      stars.push_back(parts[i].substr(fixed.size()));
  }
  return stars;
}

// Replaces {1}, {2} … by the texts that the stars match.
std::string filled(std::string_view advice, const Parts &stars) {
  std::string text;
  for (size_t at = 0; at < advice.size(); at++) {
    if (advice[at] != '{') {
      text += advice[at];
      continue;
    }
    text += stars[advice[at + 1] - '1'];
    at += 2;
  }
  return text;
}
} // namespace

std::string_view advice_on_foreign_name(std::string_view word) {
  return find_advice(name_rows, word);
}

std::string_view advice_on_foreign_call(std::string_view word) {
  return find_advice(call_rows, word);
}

std::string advice_on_foreign_probe(std::string_view description) {
  const Parts parts = parts_of(description);
  for (const AdviceRow &row : probe_rows)
    if (const auto stars = stars_of(row.word, parts))
      return filled(row.advice, *stars);
  return {};
}

} // namespace dtrace
