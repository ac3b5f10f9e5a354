// How far long work has come, once it has taken a second: on a terminal a line that is written over
// and taken away when the work ends, anywhere else a line every few seconds.
#pragma once
#include "output/output.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace dtrace {

class Progress {
public:
  explicit Progress(Output &messages) : messages_(messages) {}
  // What is shown from now on is of a part of the whole: which begins behind `before`.
  void part(size_t before, size_t size, size_t whole) { part_ = {before, size, whole}; }
  // "probes are set", 120, 5000. Returns whether the work has taken so long that a person notices.
  bool show(std::string_view what, size_t done, size_t total);
  void end();

private:
  using Clock = std::chrono::steady_clock;
  struct Part {
    size_t before, size, whole;
  };
  Output &messages_;
  std::optional<Part> part_;
  std::optional<Clock::time_point> start_, shown_; // of the work; the last time
};

} // namespace dtrace
