// dtrace-export. Metrics and records as messages of OTLP (opentelemetry-proto 1), in protobuf.
#pragma once
#include "export/own.h"
#include "reader/stream_object.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace dtrace::stream {

// An ExportMetricsServiceRequest of all that there is, at that moment (ns since 1970).
std::string otlp_metrics(const Metrics &metrics, const StreamState &state, int64_t now);

// A LogRecord of what a firing printed, of a fault, a loss or a warning; "": the object is none of
// them. `time`: ns since 1970. Always: at most some 100 KiB.
std::string otlp_record(const StreamObject &object, int64_t time);
// An ExportLogsServiceRequest of so many records from the first on.
std::string otlp_logs(const StreamState &state, const std::deque<std::string> &records,
                      size_t count);

// A receiver's response to a request that it accepted. Nothing if the message is not valid.
struct OtlpResponse {
  uint64_t rejected = 0;
  std::string message;
};
std::optional<OtlpResponse> otlp_response(std::string_view body);

} // namespace dtrace::stream
