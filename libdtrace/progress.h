// The progress of long work, once it has taken a second: on a terminal one line that is
// overwritten, and erased when the work ends; elsewhere a line every few seconds. Also decides
// whether to abandon the work.
#pragma once
#include "output/output.h"
#include "providers/provider.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

namespace dtrace {

class Progress {
public:
  explicit Progress(Output &messages) : messages_(messages) {}
  // Long work is abandoned when `fd` becomes readable; -1: never.
  void give_up_by(int fd) { give_up_fd_ = fd; }
  // Shows the progress of attaching. Returns false to abandon it. Work that takes only a moment is
  // never abandoned: then tracing begins and ends normally, and END fires.
  ProgressSink attaching();
  // The same for detaching. An earlier request to abandon does not count here: it must be made
  // again. `meanwhile` is called repeatedly.
  ProgressSink detaching(std::function<void()> meanwhile);

  // From now on, progress is that of one part of the whole, which begins after `before`.
  void part(size_t before, size_t size, size_t whole) { part_ = {before, size, whole}; }
  // "probes set", 120, 5000. Returns whether the work has taken long enough for a person to notice.
  bool show(std::string_view what, size_t done, size_t total);
  void end();

private:
  bool is_to_give_up() const;

  using Clock = std::chrono::steady_clock;
  struct Part {
    size_t before, size, whole;
  };
  Output &messages_;
  int give_up_fd_ = -1;
  std::optional<Part> part_;
  std::optional<Clock::time_point> start_, shown_; // of the work; the last time
};

} // namespace dtrace
