// One line on standard error, written over itself.
#include "progress.h"

#include <unistd.h>

namespace dtrace {

void Progress::show(std::string_view what, size_t done, size_t total) {
  constexpr std::chrono::milliseconds patience(1000), pause(100);
  const auto now = Clock::now();
  if (!start_)
    start_ = now;
  if (now - *start_ < patience || (shown_ && now - *shown_ < pause) || !isatty(STDERR_FILENO))
    return;
  shown_ = now;
  messages_.printf("\rdtrace: %zu of %zu %.*s", done, total, static_cast<int>(what.size()),
                   what.data());
  messages_.flush();
}

void Progress::end() {
  constexpr std::string_view clear_line = "\r\033[K";
  if (shown_) {
    messages_.put(clear_line);
    messages_.flush();
  }
  start_ = shown_ = std::nullopt;
}

} // namespace dtrace
