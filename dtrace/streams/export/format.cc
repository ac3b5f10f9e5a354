#include "export/format.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace dtrace::stream {

namespace {
// In this order where a client likes several equally well. `needs`: what stands in the client's
// words.
struct FormatRow {
  Format format;
  std::string_view media, needs;
  const char *content_type;
};
constexpr FormatRow formats[] = {
    {Format::Protobuf, "application/vnd.google.protobuf", "encoding=delimited",
     "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
     "encoding=delimited"},
    {Format::OpenMetrics, "application/openmetrics-text", "",
     "application/openmetrics-text; version=1.0.0; charset=utf-8"},
    {Format::Prometheus, "text/plain", "", "text/plain; version=0.0.4; charset=utf-8"},
};

// How much one of the client's kinds is liked: q=0.5; 1 when nothing is said.
double liking_of(std::string_view kind) {
  const size_t mark = kind.find(";q=");
  if (mark == kind.npos)
    return 1;
  const double liking = strtod(std::string(kind.substr(mark + 3, 5)).c_str(), nullptr);
  return liking >= 0 && liking <= 1 ? liking : 0;
}
} // namespace

Format wanted_format(std::string_view accept) {
  std::string text(accept);
  std::erase(text, ' ');
  Format best = Format::Prometheus;
  double most = 0;
  for (const FormatRow &row : formats)
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view kind = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(kind.size() + 1, rest.size()));
      if (!kind.starts_with(row.media) || kind.find(row.needs) == kind.npos ||
          liking_of(kind) <= most)
        continue;
      most = liking_of(kind);
      best = row.format;
    }
  return best;
}

const char *content_type(Format format) {
  return std::ranges::find(formats, format, &FormatRow::format)->content_type;
}

} // namespace dtrace::stream
