// dtrace-export. Metrics that are plain numbers, the same in each format: about the stream and the
// exporter itself, and the sum of squares of stddev(), which summaries cannot hold.
#pragma once
#include "export/metrics.h"

#include <string>
#include <utility>
#include <vector>

namespace dtrace::stream {

// Of one kind of what is pushed.
struct PushCounts {
  uint64_t taken = 0;    // requests that the receiver took
  uint64_t refused = 0;  // that it will not take: not tried again
  uint64_t failed = 0;   // that may be tried again
  uint64_t rejected = 0; // points or records of those taken, of which it said that it left them out
  uint64_t lost = 0;     // records that nobody took
};

struct PushState {
  PushCounts metrics, logs;
  uint64_t waiting = 0; // records
};

struct StreamState {
  std::string host, kernel, version; // of the head; "" before it came
  int64_t started = 0;               // ns since 1970
  uint64_t skipped = 0;              // lines
  bool ended = false;
  std::optional<PushState> push = {}; // nothing: nothing is pushed
};

struct OwnSample {
  std::vector<std::pair<std::string, std::string>> labels;
  double value;
};

struct OwnFamily {
  std::string name; // without the `_total` of counters
  bool is_counter;
  std::string help;
  std::vector<OwnSample> samples;
};

std::vector<OwnFamily> own_families(const Metrics &metrics, const StreamState &state);

} // namespace dtrace::stream
