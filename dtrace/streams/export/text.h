// dtrace-export. Metrics as text: Prometheus' exposition format 0.0.4, which node_exporter reads
// from files, too, and OpenMetrics 1.0.
#pragma once
#include "export/format.h"
#include "export/own.h"

#include <string>

namespace dtrace::stream {

// format: one of the two that are text.
std::string metrics_text(const Metrics &metrics, const StreamState &state, Format format);

} // namespace dtrace::stream
