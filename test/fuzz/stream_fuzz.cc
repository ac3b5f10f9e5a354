// Any bytes as a stream: what reads streams takes or refuses each line, and what it makes of them
// is whole: a page whose data hold no markup, metrics of which counters have a value each.
#include "export/native.h"
#include "export/otlp.h"
#include "export/text.h"
#include "memory_file.h"
#include "reader/single_stream.h"
#include "report/formats.h"
#include "report/page.h"

#include <cstdlib>

using namespace dtrace::stream;

namespace {

void check_page(const std::string &html) {
  constexpr std::string_view mark = "id=\"data\">";
  const size_t data = html.find(mark), end = html.find("</script>", data);
  const size_t markup = html.find('<', data);
  if (data == std::string::npos || end == std::string::npos || markup != end)
    abort();
}

void check_text(const std::string &text) {
  if (!text.ends_with('\n') || text.find("\n\n") != std::string::npos)
    abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static MemoryFile file;
  file.fill(data, size);
  Limits limits;
  limits.records = 100;
  Recording recording;
  Recorder recorder(recording, limits);
  ExportOptions options;
  options.most_rows = 3;
  const auto quiet = [](const std::string &) {};
  Metrics metrics(options, quiet);
  const SingleStream *its = nullptr;
  SingleStream stream(
      [&](const StreamObject &object) {
        recorder.take(its->head(), object);
        metrics.take(its->head(), object);
        otlp_record(object, 0);
      },
      quiet);
  its = &stream;
  if (!stream.open(file.path()))
    abort();
  stream.read_all();
  stream.finish();
  recorder.finish();
  if (!stream.has_head())
    return 0;
  check_page(page({"", &stream.head()}, recording));
  Flames flames;
  for (const auto &[title, flame] : recording.flames) {
    flames.push_back(&flame);
    pprof(flame, 0);
  }
  folded(flames);
  speedscope(flames);
  for (const Format format : {Format::Prometheus, Format::OpenMetrics})
    check_text(metrics_text(metrics, {}, format));
  otlp_metrics(metrics, {}, 0);
  metrics_protobuf(metrics, {});
  otlp_response({reinterpret_cast<const char *>(data), size});
  otlp_metrics(metrics, {}, 0);
  metrics_protobuf(metrics, {});
  otlp_response({reinterpret_cast<const char *>(data), size});
  return 0;
}
