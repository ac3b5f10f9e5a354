#include "debug.h"

#include <cstdarg>
#include <cstdio>

namespace dtrace {

void debug(const Options &options, Output &messages, const char *format, ...) {
  if (!options.flag("debug"))
    return;
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  messages.printf("dtrace DEBUG: %s\n", text);
  messages.flush();
}

} // namespace dtrace
