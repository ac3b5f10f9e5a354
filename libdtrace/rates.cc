#include "rates.h"

#include "base/clock.h"

#include <algorithm>
#include <utility>

namespace dtrace {

namespace {
constexpr uint64_t nanoseconds = 1'000'000; // of a millisecond
constexpr uint64_t beat = 1000;             // milliseconds

uint64_t until(uint64_t due) {
  const uint64_t now = monotonic_time();
  return due > now ? due - now : 0;
}
} // namespace

bool Rates::reads_at_a_rate() const {
  return options_.was_given("switchrate") &&
         options_.number("switchrate") > gather_milliseconds * nanoseconds;
}

int Rates::until_reading() const {
  const uint64_t most = std::min(until(next_read_), options_.number("statusrate"));
  return static_cast<int>(std::clamp<uint64_t>(most / nanoseconds, 1, beat));
}

int Rates::until_publishing() const {
  if (!options_.number("aggpublish"))
    return static_cast<int>(beat);
  const uint64_t wait = until(next_publish_);
  return static_cast<int>(std::min<uint64_t>(wait ? wait / nanoseconds + 1 : 0, beat));
}

bool Rates::is_time_to_read(bool at_end) {
  if (reads_at_a_rate() && !at_end && until(next_read_))
    return false;
  next_read_ = monotonic_time() + options_.number("switchrate");
  return true;
}

// Not at once: nothing was counted yet.
bool Rates::is_time_to_publish() {
  const uint64_t rate = options_.number("aggpublish");
  if (!rate || until(next_publish_))
    return false;
  return std::exchange(next_publish_, monotonic_time() + rate) != 0;
}

bool Rates::is_time_to_tell_drops(bool at_end) {
  if (!at_end && until(next_drops_))
    return false;
  next_drops_ = monotonic_time() + options_.number("statusrate");
  return true;
}

} // namespace dtrace
