// Any bytes as the streams of two hosts, which are told apart by the names before their lines:
// dtrace-merge makes text and a stream of them.
#include "memory_file.h"
#include "merge/merger.h"
#include "merge/ndjson_writer.h"
#include "merge/text_writer.h"

#include <cstdlib>

using namespace dtrace;
using namespace dtrace::stream;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  static MemoryFile file;
  file.fill(data + 1, size - 1);
  std::string text;
  {
    Output out(&text);
    const auto quiet = [](const std::string &) {};
    MergeOptions options;
    options.by_host = data[0] & 1;
    options.paths = {file.path()};
    Options printing;
    Names names;
    TextWriter as_text(printing, names, out, out);
    NdjsonWriter as_stream(names, out);
    Merger merger(options, printing, names,
                  data[0] & 2 ? static_cast<Writer &>(as_stream) : as_text, quiet);
    if (!merger.open())
      abort();
    merger.run();
  }
  return 0;
}
