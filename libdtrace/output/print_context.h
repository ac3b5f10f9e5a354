// Stage: output. What all printing of a session shares: names, and the options as they are now.
#pragma once
#include "consume/recorded_names.h"
#include "output/symbolizer.h"

namespace dtrace {

struct PrintContext {
  const RecordedNames *names = nullptr;
  Symbolizer *symbolizer = nullptr;
  bool quiet = false;
  bool rawbytes = false; // strings, and bytes that look like text, are dumped all the same
  uint32_t strsize = 256; // bytes of a string then
  bool agghist = false, aggpack = false, aggzoom = false;
  bool utf8 = false;          // aggpack may use block characters
  uint32_t stack_indent = 14; // columns
};

} // namespace dtrace
