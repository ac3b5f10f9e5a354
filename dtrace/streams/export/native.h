// dtrace-export. Metrics in Prometheus' protobuf (io.prometheus.client, delimited): what a server
// asks for who takes native histograms. quantize() is one, beside the buckets of text.
#pragma once
#include "export/own.h"

#include <string>

namespace dtrace::stream {

std::string metrics_protobuf(const Metrics &metrics, const StreamState &state);

} // namespace dtrace::stream
