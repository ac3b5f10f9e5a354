// dtrace-export. Metrics as text: Prometheus' exposition format 0.0.4, which node_exporter reads
// from files, too, and OpenMetrics 1.0.
#pragma once
#include "export/metrics.h"

#include <string>

namespace dtrace::stream {

enum class TextFormat { Prometheus, OpenMetrics };

struct StreamState {
  std::string host, kernel, version; // of the head; "" before it came
  uint64_t skipped = 0;              // lines
  bool ended = false;
};

std::string metrics_text(const Metrics &metrics, const StreamState &state, TextFormat format);

} // namespace dtrace::stream
