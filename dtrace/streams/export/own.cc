#include "export/own.h"

#include <algorithm>

namespace dtrace::stream {

namespace {
OwnFamily one(const char *name, bool is_counter, const char *help, uint64_t value) {
  return {name, is_counter, help, {{{}, static_cast<double>(value)}}};
}

// A sample for metrics and one for logs.
OwnFamily pushed(const char *name, const char *help, const PushState &push,
                 uint64_t PushCounts::*count) {
  OwnFamily family{name, true, help, {}};
  family.samples.push_back({{{"signal", "metrics"}}, static_cast<double>(push.metrics.*count)});
  family.samples.push_back({{{"signal", "logs"}}, static_cast<double>(push.logs.*count)});
  return family;
}

OwnFamily squares(const Family &family) {
  OwnFamily its{"dtrace_" + family.name + "_squares",
                true,
                "sum of the squares of stddev() of @" + family.aggregation,
                {}};
  family.each_row([&](const MetricRow &row) {
    its.samples.push_back({family.labels_of(row), static_cast<double>(row.squares)});
  });
  return its;
}

// Unless an aggregation has that name.
bool has_squares(const Metrics &metrics, const Family &family) {
  return family.function == "stddev" && family.kind == MetricKind::Summary &&
         std::ranges::none_of(metrics.families(), [&](const auto &other) {
           return other.second.name == family.name + "_squares";
         });
}

void add_push(std::vector<OwnFamily> &families, const PushState &push) {
  families.push_back(pushed("dtrace_stream_push_taken", "Requests that the receiver took", push,
                            &PushCounts::taken));
  families.push_back(pushed("dtrace_stream_push_refused",
                            "Requests that the receiver refused for good", push,
                            &PushCounts::refused));
  families.push_back(pushed("dtrace_stream_push_failed",
                            "Requests that failed and may be tried again", push,
                            &PushCounts::failed));
  families.push_back(pushed("dtrace_stream_push_rejected",
                            "Points and records that the receiver said it left out", push,
                            &PushCounts::rejected));
  families.push_back(one("dtrace_stream_push_lost_records", true, "Records that no receiver took",
                         push.logs.lost));
  families.push_back(one("dtrace_stream_push_waiting_records", false,
                         "Records that wait to be pushed", push.waiting));
}
} // namespace

std::vector<OwnFamily> own_families(const Metrics &metrics, const StreamState &state) {
  std::vector<OwnFamily> families;
  families.push_back(
      {"dtrace_stream",
       false,
       "The stream that is exported: 1, or 0 after its end",
       {{{{"host", state.host}, {"kernel", state.kernel}, {"version", state.version}},
         state.ended ? 0. : 1.}}});
  families.push_back(one("dtrace_stream_skipped_lines", true,
                         "Lines that were no objects of a stream", state.skipped));
  families.push_back(one("dtrace_stream_faults", true, "Errors of the program that is traced by",
                         metrics.faults()));
  OwnFamily drops{"dtrace_stream_drops", true, "What tracing has lost", {}};
  for (const auto &[tag, total] : metrics.drops())
    drops.samples.push_back({{{"tag", tag}}, static_cast<double>(total)});
  families.push_back(std::move(drops));
  families.push_back(one("dtrace_stream_refused", true, "Tables and rows that cannot be metrics",
                         metrics.refused()));
  OwnFamily overflow{
      "dtrace_stream_overflow_rows", false, "Keys beyond the limit, which are one row", {}};
  for (const auto &[name, family] : metrics.families())
    overflow.samples.push_back({{{"aggregation", name}}, static_cast<double>(family.overflowed)});
  families.push_back(std::move(overflow));
  for (const auto &[name, family] : metrics.families())
    if (has_squares(metrics, family))
      families.push_back(squares(family));
  if (state.push)
    add_push(families, *state.push);
  return families;
}

} // namespace dtrace::stream
