// dtrace-export. Pushes to one receiver at an interval, in a thread of its own, with growing pauses
// while pushing fails. Always: only finish() waits for it, and only for a bounded time.
#pragma once
#include "export/own.h"
#include "export/request.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace dtrace::stream {

// What is pushed. Both are called by the pusher's thread.
struct PushSource {
  // The bytes to be sent, "" for nothing. Bytes that were not settled are requested again.
  std::function<std::string()> request;
  // The receiver took them, or will never take them. Returns whether more is waiting.
  std::function<bool(Outcome outcome)> settled;
};

class Pusher {
public:
  using Tell = std::function<void(const std::string &message)>;
  // interval: nanoseconds from one request to the next.
  Pusher(const Endpoint &endpoint, int64_t interval, PushSource source, Tell tell);
  ~Pusher();

  void start();
  // Asks for a push before the interval ends.
  void push_soon();
  // An error that no retry can fix; nothing: no error, or one that may go away.
  std::optional<std::string> fault() const;
  // Sends what is left, within a few seconds.
  void finish();
  PushCounts counts() const;
  bool is_failing() const;

private:
  void run();
  void wait();
  bool step();
  void settle(const Response &response);
  void failed(const Response &response);

  const Endpoint endpoint_;
  const int64_t interval_;
  const PushSource source_;
  const Tell tell_;
  std::atomic<bool> give_up_ = false;
  mutable std::mutex mutex_; // over what follows
  std::condition_variable wake_;
  PushCounts counts_;
  std::optional<std::string> fault_;
  std::string told_;           // the last fault that was reported
  int64_t due_ = 0;            // CLOCK_MONOTONIC: when the next request may go out
  int failures_ = 0;           // one after the other
  bool asked_to_wait_ = false; // by the receiver, after the last failure
  bool push_soon_ = false, ending_ = false, ended_ = false;
  std::thread thread_;
};

// Nanoseconds to wait after so many failures: 1 s, 2 s, 4 s and so on up to a minute, or what the
// receiver asked for.
int64_t pause_after(int failures, int64_t wait_seconds);

} // namespace dtrace::stream
