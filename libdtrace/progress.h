// How far long work has come, on a terminal only: shown once the work has taken a second, taken away
// when it ends. Nothing of it gets into a pipe or a file.
#pragma once
#include "output/output.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace dtrace {

class Progress {
public:
  explicit Progress(Output &messages) : messages_(messages) {}
  void show(std::string_view what, size_t done, size_t total); // "functions", 120, 5000
  void end();

private:
  using Clock = std::chrono::steady_clock;
  Output &messages_;
  std::optional<Clock::time_point> start_, shown_; // of the work; the last time
};

} // namespace dtrace
