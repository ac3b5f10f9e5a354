// Stage: output. What -x oformat=json and ndjson put around the stream's objects: one a line, or one
// document, written as it comes: {"dtrace":{"head":…,"probes":[ … ],"end":…}}.
#pragma once
#include "output/json_text.h"

#include <functional>

namespace dtrace {

class StreamWriter {
public:
  StreamWriter(Output &out, bool is_document) : out_(out), is_document_(is_document) {}

  using Put = std::function<void(JsonObject &)>;
  void head(const Put &put); // first, once
  void end(const Put &put);  // last, once

  // An object of the stream: begin(), the object, done().
  Output &begin() {
    if (!is_document_)
      return out_;
    out_.put(std::string_view(first_ ? "\n" : ",\n"));
    first_ = false;
    return out_;
  }
  void done() {
    if (!is_document_)
      out_.put('\n');
  }

private:
  Output &out_;
  const bool is_document_;
  bool first_ = true;
};

} // namespace dtrace
