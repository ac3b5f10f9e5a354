// dtrace-export. The forms in which metrics are served, and which of them a client wants.
#pragma once
#include <string_view>

namespace dtrace::stream {

enum class Format { Prometheus, OpenMetrics, Protobuf };

// accept: the header of that name, of any client.
Format wanted_format(std::string_view accept);
const char *content_type(Format format);

} // namespace dtrace::stream
