#include "export/pusher.h"

#include <algorithm>
#include <chrono>

namespace dtrace::stream {

namespace {
constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kLongestPause = 60, kGrace = 5; // seconds
constexpr int kMostDoublings = 6;

int64_t now() {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

std::chrono::steady_clock::time_point at(int64_t time) {
  return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(time));
}
} // namespace

int64_t pause_after(int failures, int64_t wait_seconds) {
  const int64_t doubled = int64_t{1} << std::clamp(failures - 1, 0, kMostDoublings);
  return std::max(std::min(doubled, kLongestPause), wait_seconds) * kSecond;
}

Pusher::Pusher(const Endpoint &endpoint, int64_t interval, PushSource source, Tell tell)
    : endpoint_(endpoint), interval_(interval), source_(std::move(source)), tell_(std::move(tell)) {
}

Pusher::~Pusher() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  give_up_ = true;
  wake_.notify_all();
  if (thread_.joinable())
    thread_.join();
}

void Pusher::start() {
  due_ = now() + interval_;
  thread_ = std::thread([this] { run(); });
}

void Pusher::push_soon() {
  {
    const std::scoped_lock lock(mutex_);
    push_soon_ = true;
  }
  wake_.notify_all();
}

std::optional<std::string> Pusher::fault() const {
  const std::scoped_lock lock(mutex_);
  return fault_;
}

PushCounts Pusher::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

bool Pusher::is_failing() const {
  const std::scoped_lock lock(mutex_);
  return failures_ > 0 || ended_;
}

void Pusher::finish() {
  std::unique_lock lock(mutex_);
  ending_ = true;
  if (!asked_to_wait_)
    due_ = now(); // one more try at once
  wake_.notify_all();
  wake_.wait_until(lock, at(now() + kGrace * kSecond), [this] { return ended_; });
  lock.unlock();
  give_up_ = true;
  wake_.notify_all();
  if (thread_.joinable())
    thread_.join();
}

// Until the next request is due. Hurrying, or the end, does not shorten what follows a failure.
void Pusher::wait() {
  std::unique_lock lock(mutex_);
  const auto early = [this] { return give_up_ || (failures_ == 0 && (push_soon_ || ending_)); };
  while (!early() && now() < due_)
    wake_.wait_until(lock, at(due_));
  push_soon_ = false;
}

void Pusher::run() {
  bool done = false;
  while (!give_up_ && !done && !fault()) {
    wait();
    if (give_up_)
      break;
    bool last = false;
    {
      const std::scoped_lock lock(mutex_);
      last = ending_;
    }
    const bool left = step();
    done = last && !left; // what is left is tried again until finish() gives up
  }
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  wake_.notify_all();
}

// All that is there, until something fails. True: something is left.
bool Pusher::step() {
  Requests requests(endpoint_, give_up_);
  while (!give_up_) {
    const std::string bytes = source_.request();
    if (bytes.empty()) {
      const std::scoped_lock lock(mutex_);
      due_ = now() + (failures_ ? pause_after(failures_, -1) : interval_);
      return false;
    }
    const Response response = requests.send(bytes);
    if (give_up_ && response.outcome == Outcome::Failed)
      return true;
    settle(response);
    const bool more = response.outcome == Outcome::Failed || source_.settled(response.outcome);
    if (!more || response.outcome != Outcome::Taken)
      return more;
  }
  return true;
}

void Pusher::settle(const Response &response) {
  const std::scoped_lock lock(mutex_);
  counts_.rejected += response.rejected;
  if (response.outcome == Outcome::Taken) {
    counts_.taken++;
    failures_ = 0;
    asked_to_wait_ = false;
    due_ = now() + interval_;
  } else
    failed(response);
  if (response.why != told_ && !response.why.empty())
    tell_(endpoint_.shown + ": " + response.why);
  told_ = response.why;
}

void Pusher::failed(const Response &response) {
  (response.outcome == Outcome::Refused ? counts_.refused : counts_.failed)++;
  failures_++;
  asked_to_wait_ = response.wait_seconds > 0;
  const int64_t pause = pause_after(ending_ ? 1 : failures_, response.wait_seconds);
  due_ = now() + (ending_ ? pause : std::max(pause, interval_));
  if (response.is_permanent && counts_.taken == 0)
    fault_ = endpoint_.shown + ": " + response.why;
}

} // namespace dtrace::stream
