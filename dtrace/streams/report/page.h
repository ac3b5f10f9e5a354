// dtrace-report. A recording as one HTML file. Always: it makes no network requests (its content
// security policy forbids them), and no text of the stream becomes markup: all of it lies in one
// block of JSON without a `<`, and the script puts it into the page as text.
#pragma once
#include "report/recording.h"

#include <string>

namespace dtrace::stream {

struct PageHead {
  std::string title; // "" for the host's
  const Json *head;
  bool has_before = false; // stacks have a `before`
};
std::string page(const PageHead &head, const Recording &recording);

// report/page/: made a part of the program by `embed`.
extern const char *const page_script, *const page_style;

} // namespace dtrace::stream
