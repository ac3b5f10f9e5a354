// Stage: language. Option texts in, checked values out. A row of options.def says how its text is
// read (one reader a kind); nothing here knows what an option is for.
#include "language/options.h"

#include "language/time_units.h"

#include <cctype>
#include <cstdlib>
#include <algorithm>
#include <charconv>
#include <iterator>
#include <strings.h>

namespace dtrace {

namespace {
constexpr OptionRow option_table[] = {
#define OPTION(name, kind, time, initial, doc)                                                     \
  {#name, OptionKind::kind, OptionTime::time, initial, doc, "", 0, UINT64_MAX},
#define CHOICE(name, time, initial, choices, doc)                                                  \
  {#name, OptionKind::Policy, OptionTime::time, initial, doc, choices, 0, UINT64_MAX},
#define BOUNDED(name, kind, time, initial, least, doc)                                             \
  {#name, OptionKind::kind, OptionTime::time, initial, doc, "", least, UINT64_MAX},
#define RANGE(name, kind, time, initial, least, most, doc)                                         \
  {#name, OptionKind::kind, OptionTime::time, initial, doc, "", least, most},
#include "language/options.def"
#undef OPTION
#undef CHOICE
#undef BOUNDED
#undef RANGE
};

constexpr Unit size_units[] = {
    {"", 1}, {"k", 1ull << 10}, {"m", 1ull << 20}, {"g", 1ull << 30}, {"t", 1ull << 40}};

const Unit *find_unit(std::span<const Unit> units, std::string_view text) {
  for (const Unit &unit : units)
    if (text.size() == unit.suffix.size() &&
        strncasecmp(text.data(), unit.suffix.data(), text.size()) == 0)
      return &unit;
  return nullptr;
}

// The number that `text` begins with, in C's notation; `text` becomes the rest. False: there is
// none, or it does not fit.
bool take_number(std::string_view &text, uint64_t &number) {
  int base = 10;
  size_t skip = 0;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    base = 16, skip = 2;
  else if (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '7')
    base = 8, skip = 1;
  const char *begin = text.data() + skip, *end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(begin, end, number, base);
  if (error != std::errc())
    return false;
  text.remove_prefix(rest - text.data());
  return true;
}

int shown(std::string_view text) {
  return static_cast<int>(text.size());
}
} // namespace

Result<uint64_t> parse_size(std::string_view text) {
  std::string_view rest = text;
  uint64_t number = 0, bytes = 0;
  const Unit *unit = take_number(rest, number) ? find_unit(size_units, rest) : nullptr;
  if (!unit)
    return fail("invalid size '%.*s': expected a number and k, m, g or t", shown(text),
                text.data());
  if (__builtin_mul_overflow(number, unit->factor, &bytes))
    return fail("size '%.*s' is too large", shown(text), text.data());
  return bytes;
}

std::string size_text(uint64_t bytes) {
  const Unit *largest = &size_units[0];
  for (const Unit &unit : size_units)
    if (bytes && bytes % unit.factor == 0)
      largest = &unit;
  return std::to_string(bytes / largest->factor).append(largest->suffix);
}

Result<uint64_t> parse_rate(std::string_view text) {
  std::string_view rest = text;
  uint64_t number = 0, nanoseconds = 0;
  const bool numeric = take_number(rest, number);
  const bool per_second =
      rest.empty() || (rest.size() == 2 && strncasecmp(rest.data(), "hz", 2) == 0);
  if (numeric && per_second)
    return number ? kSecond / number : 0;
  const Unit *unit = numeric ? find_unit(time_units, rest) : nullptr;
  if (!unit)
    return fail("invalid rate '%.*s': expected a number and ns, us, ms, s, m, h, d or hz",
                shown(text), text.data());
  if (__builtin_mul_overflow(number, unit->factor, &nanoseconds))
    return fail("rate '%.*s' is too large", shown(text), text.data());
  return nanoseconds;
}

namespace {
Result<uint64_t> parse_flag(std::string_view text) {
  constexpr std::string_view yes[] = {"", "1", "yes", "on", "enable", "enabled", "set", "true"};
  constexpr std::string_view no[] = {"0", "no", "off", "disable", "disabled", "unset", "false"};
  const auto is_it = [&](std::string_view word) {
    return word.size() == text.size() && strncasecmp(word.data(), text.data(), text.size()) == 0;
  };
  if (std::ranges::any_of(yes, is_it))
    return 1;
  if (std::ranges::any_of(no, is_it))
    return 0;
  return fail("invalid flag '%.*s': expected 1 or 0, yes or no, on or off, set or unset",
              shown(text), text.data());
}

Result<uint64_t> parse_number(std::string_view text) {
  std::string_view rest = text;
  uint64_t number = 0;
  if (!take_number(rest, number) || !rest.empty())
    return fail("invalid number '%.*s'", shown(text), text.data());
  return number;
}

// The index of the word in the row's choices.
Result<uint64_t> parse_choice(const OptionRow &row, std::string_view text) {
  std::string_view rest = row.choices;
  for (uint64_t i = 0; !rest.empty(); i++) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (word == text)
      return i;
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return fail("invalid value '%.*s': expected one of %.*s", shown(text), text.data(),
              shown(row.choices), row.choices.data());
}

Result<uint64_t> parse_value(const OptionRow &row, std::string_view text) {
  switch (row.kind) {
  case OptionKind::Flag:
    return parse_flag(text);
  case OptionKind::Size:
    return parse_size(text);
  case OptionKind::Rate:
    return parse_rate(text);
  case OptionKind::Number:
    return parse_number(text);
  case OptionKind::Policy:
    return parse_choice(row, text);
  case OptionKind::Text:
    if (text.empty())
      return fail("a value is required");
    if (row.name == "setenv" && text.find('=') == text.npos)
      return fail("invalid value '%.*s': expected NAME=value", shown(text), text.data());
    return 0;
  case OptionKind::NoEffect:
    return 0;
  }
  return 0;
}

Failure refuse(Span where, std::string_view name, const std::string &why, std::string advice = {}) {
  Failure failure = fail(where.source ? Tag::D_PRAGMA_OPTSET : Tag::D_UNKNOWN, where,
                         "failed to set option '%.*s': %s", shown(name), name.data(), why.c_str());
  failure.error().advice = std::move(advice);
  return failure;
}

std::string advise(std::string_view name) {
  std::vector<std::string_view> names;
  for (const OptionRow &row : option_table)
    names.push_back(row.name);
  const std::string_view near = nearest(name, names);
  return near.empty() ? "" : "did you mean '" + std::string(near) + "'?";
}
} // namespace

std::span<const OptionRow> option_rows() {
  return option_table;
}

const OptionRow *find_option(std::string_view name) {
  const auto row = std::ranges::find(option_table, name, &OptionRow::name);
  return row == std::end(option_table) ? nullptr : row;
}

Options::Options() {
  for (const OptionRow &row : option_table) {
    if (row.initial.empty())
      continue;
    Value &value = values_[std::string(row.name)];
    value.set = true;
    value.number = parse_value(row, row.initial).value_or(0);
    value.texts.emplace_back(row.initial);
    value.is_initial = true;
  }
}

Result<void> Options::set(std::string_view name, std::string_view text, Span where) {
  const OptionRow *row = find_option(name);
  if (!row)
    return refuse(where, name, "unknown option", advise(name));
  const auto number = parse_value(*row, text);
  if (!number)
    return refuse(where, name, number.error().message);
  if (*number < row->least)
    return refuse(where, name,
                  format("'%.*s' is too small: at least %llu", shown(text), text.data(),
                         static_cast<unsigned long long>(row->least)));
  if (*number > row->most)
    return refuse(where, name,
                  format("'%.*s' is too large: at most %llu", shown(text), text.data(),
                         static_cast<unsigned long long>(row->most)));
  Value &value = values_[std::string(name)];
  if (row->kind != OptionKind::Text || value.is_initial)
    value.texts.clear();
  value.set = true;
  value.is_initial = false;
  value.number = *number;
  value.texts.emplace_back(text);
  return {};
}

bool Options::was_given(std::string_view name) const {
  const auto it = values_.find(name);
  return it != values_.end() && it->second.set && !it->second.is_initial;
}

Result<void> Options::set_from_environment() {
  for (const OptionRow &row : option_rows()) {
    std::string variable = "DTRACE_OPT_";
    for (char c : row.name)
      variable += static_cast<char>(toupper(static_cast<unsigned char>(c)));
    if (const char *value = getenv(variable.c_str()))
      TRY_VOID(set(row.name, value));
  }
  return {};
}

bool Options::is_set(std::string_view name) const {
  const auto it = values_.find(name);
  return it != values_.end() && it->second.set;
}

uint64_t Options::number(std::string_view name) const {
  const auto it = values_.find(name);
  return it == values_.end() ? 0 : it->second.number;
}

bool Options::flag(std::string_view name) const {
  return number(name) != 0;
}

std::string Options::text(std::string_view name) const {
  const auto it = values_.find(name);
  return it == values_.end() || it->second.texts.empty() ? "" : it->second.texts.back();
}

std::vector<std::string> Options::texts(std::string_view name) const {
  const auto it = values_.find(name);
  return it == values_.end() ? std::vector<std::string>() : it->second.texts;
}

} // namespace dtrace
