// How far long work has come, once it has taken a second: on a terminal a line that is written over
// and taken away when the work ends, anywhere else a line every few seconds. And whether it is to
// be given up.
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
  // What takes long is given up once `fd` is readable; -1: never.
  void give_up_by(int fd) { give_up_fd_ = fd; }
  // To show what attaching has done. False: give it up. What is ready in a moment is not given up:
  // then tracing begins and ends, and END fires.
  ProgressSink attaching();
  // The same for letting go; who has asked before it began waits, or asks once more. `meanwhile` is
  // called again and again.
  ProgressSink detaching(std::function<void()> meanwhile);

  // What is shown from now on is of a part of the whole: which begins behind `before`.
  void part(size_t before, size_t size, size_t whole) { part_ = {before, size, whole}; }
  // "probes are set", 120, 5000. Returns whether the work has taken so long that a person notices.
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
