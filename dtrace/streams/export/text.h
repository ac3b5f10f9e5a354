// dtrace-export. Metrics as text: Prometheus' exposition format 0.0.4, which node_exporter reads
// from files, too, and OpenMetrics 1.0.
#pragma once
#include "export/own.h"

#include <string>

namespace dtrace::stream {

enum class TextFormat { Prometheus, OpenMetrics };

std::string metrics_text(const Metrics &metrics, const StreamState &state, TextFormat format);

} // namespace dtrace::stream
