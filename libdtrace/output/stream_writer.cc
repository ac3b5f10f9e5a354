#include "output/stream_writer.h"

namespace dtrace {

void StreamWriter::head(const Put &put) {
  if (is_document_)
    out_.put(std::string_view("{\"dtrace\":{\"head\":"));
  {
    JsonObject object(out_);
    put(object);
  }
  out_.put(std::string_view(is_document_ ? ",\"probes\":[" : "\n"));
}

void StreamWriter::end(const Put &put) {
  if (is_document_)
    out_.put(std::string_view("\n],\"end\":"));
  {
    JsonObject object(out_);
    put(object);
  }
  out_.put(std::string_view(is_document_ ? "}}\n" : "\n"));
}

} // namespace dtrace
