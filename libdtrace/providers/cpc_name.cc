// Stage: providers. The table of events, and the parts of a name.
#include "providers/cpc_name.h"

#include "base/diagnostic.h"

#include <charconv>
#include <linux/perf_event.h>
#include <vector>

namespace dtrace {

namespace {

#define CACHE(cache, operation, result)                                                            \
  (PERF_COUNT_HW_CACHE_##cache | PERF_COUNT_HW_CACHE_OP_##operation << 8 |                         \
   PERF_COUNT_HW_CACHE_RESULT_##result << 16)
constexpr CpcEvent events[] = {
#define EVENT(name, type, config, least, doc) {name, type, config, least, doc},
#include "providers/cpc_events.def"
#undef EVENT
};
#undef CACHE

constexpr CpcEvent raw_event = {"r", PERF_TYPE_RAW, 0, 5000, "a number of the processor's manual"};

struct ModeRow {
  std::string_view name;
  bool user, kernel;
};
constexpr ModeRow modes[] = {{"user", true, false}, {"kernel", false, true}, {"all", true, true}};

std::optional<uint64_t> read_number(std::string_view text, int base) {
  uint64_t number = 0;
  const char *end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && at == end ? std::optional(number) : std::nullopt;
}

const CpcEvent *find_event(std::string_view name, uint64_t &config) {
  for (const CpcEvent &event : events)
    if (name == event.name) {
      config = event.config;
      return &event;
    }
  if (name.size() > 1 && name[0] == 'r')
    if (const auto number = read_number(name.substr(1), 16)) {
      config = *number;
      return &raw_event;
    }
  return nullptr;
}

struct Parts {
  std::string_view event, mode, count;
};
std::optional<Parts> split(std::string_view name) {
  const size_t first = name.find('-'), last = name.find_last_of('-');
  if (first == std::string_view::npos || first == last)
    return std::nullopt;
  return Parts{name.substr(0, first), name.substr(first + 1, last - first - 1),
               name.substr(last + 1)};
}

const ModeRow *find_mode(std::string_view name) {
  for (const ModeRow &row : modes)
    if (row.name == name)
      return &row;
  return nullptr;
}

} // namespace

std::span<const CpcEvent> cpc_events() {
  return events;
}

std::optional<CpcProbe> read_cpc_name(std::string_view name) {
  const auto parts = split(name);
  if (!parts)
    return std::nullopt;
  uint64_t config = 0;
  const CpcEvent *event = find_event(parts->event, config);
  const ModeRow *mode = find_mode(parts->mode);
  const auto count = read_number(parts->count, 10);
  if (!event || !mode || !count || *count < event->least)
    return std::nullopt;
  return CpcProbe{event, config, mode->user, mode->kernel, *count};
}

std::string explain_cpc_name(std::string_view name) {
  const auto parts = split(name);
  if (!parts)
    return "the name of a cpc probe is EVENT-MODE-COUNT: instructions-user-1000000";
  uint64_t config = 0;
  const CpcEvent *event = find_event(parts->event, config);
  if (!event) {
    std::vector<std::string_view> names;
    for (const CpcEvent &row : events)
      names.push_back(row.name);
    const std::string_view near = nearest(parts->event, names);
    return "there is no event " + std::string(parts->event) +
           (near.empty() ? "" : "; did you mean " + std::string(near) + "?");
  }
  if (!find_mode(parts->mode))
    return "the mode of a cpc probe is user, kernel or all, not " + std::string(parts->mode);
  if (const auto count = read_number(parts->count, 10); count && *count < event->least)
    return std::string(event->name) + " may fire after " + std::to_string(event->least) +
           " at the earliest, not " + std::to_string(*count);
  return "the count of a cpc probe is a decimal number, not " + std::string(parts->count);
}

} // namespace dtrace
