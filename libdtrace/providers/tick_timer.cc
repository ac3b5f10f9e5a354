// Stage: providers. The beats are absolute deadlines of one wait, which stopping ends early.
#include "providers/tick_timer.h"

#include "base/signals_blocked.h"

#include <algorithm>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace dtrace {

namespace {

// A busy machine must not keep the beat waiting. Each step is worth having without the others.
void raise_priority() {
  prctl(PR_SET_TIMERSLACK, 1);
  const sched_param lowest_real_time = {.sched_priority = sched_get_priority_min(SCHED_FIFO)};
  if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest_real_time) != 0)
    setpriority(PRIO_PROCESS, gettid(), -20);
}

} // namespace

TickTimer::TickTimer(uint64_t interval, std::function<void()> beat)
    : beat_(std::move(beat)), interval_(interval), start_(std::chrono::steady_clock::now()) {
  const AllSignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

TickTimer::~TickTimer() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void TickTimer::run() {
  pthread_setname_np(pthread_self(), "dtrace-tick");
  raise_priority();
  int64_t beat = 1;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_until(lock, start_ + beat * interval_, [this] { return stop_; })) {
    beat_();
    const auto passed = std::chrono::steady_clock::now() - start_;
    beat = std::max<int64_t>(beat, passed / interval_) + 1;
  }
}

} // namespace dtrace
