// Stage: providers. The clock of tick-N: a thread that calls a function at each beat. A timer of
// our own because a perf event of an idle CPU may come late or never.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace dtrace {

// Beats at start + n * interval (CLOCK_MONOTONIC), the first after one interval. Beats that were
// missed are skipped; later ones keep their times. The thread blocks all signals and has real-time
// priority where that is allowed. The destructor returns when no beat is under way any more.
class TickTimer {
public:
  TickTimer(uint64_t interval, std::function<void()> beat); // nanoseconds
  ~TickTimer();
  TickTimer(const TickTimer &) = delete;

private:
  void run();

  std::function<void()> beat_;
  std::chrono::nanoseconds interval_;
  std::chrono::steady_clock::time_point start_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false; // under mutex_
  std::thread thread_;
};

} // namespace dtrace
