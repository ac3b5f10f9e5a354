#include "progress.h"

#include <poll.h>
#include <unistd.h>
#include <utility>

namespace dtrace {

namespace {
using namespace std::chrono_literals;
constexpr std::chrono::milliseconds moment = 100ms;
constexpr std::chrono::milliseconds patience = 1s, redrawn = 100ms; // on a terminal
constexpr std::chrono::milliseconds line_patience = 2s, next_line = 5s;
} // namespace

bool Progress::show(std::string_view what, size_t done, size_t total) {
  const auto now = Clock::now();
  if (!start_)
    start_ = now;
  const bool terminal = isatty(STDERR_FILENO);
  if (now - *start_ < (terminal ? patience : line_patience) ||
      (shown_ && now - *shown_ < (terminal ? redrawn : next_line)))
    return now - *start_ >= moment;
  shown_ = now;
  if (part_ && total) {
    done = part_->before + part_->size * done / total;
    total = part_->whole;
  }
  messages_.printf(terminal ? "\rdtrace: %zu of %zu %.*s" : "dtrace: %zu of %zu %.*s\n", done,
                   total, static_cast<int>(what.size()), what.data());
  messages_.flush();
  return true;
}

bool Progress::is_to_give_up() const {
  pollfd give_up{give_up_fd_, POLLIN, 0};
  return give_up_fd_ >= 0 && poll(&give_up, 1, 0) > 0;
}

ProgressSink Progress::attaching() {
  return [this](std::string_view what, size_t done, size_t total) {
    const bool is_long = show(what, done, total);
    return !is_long || !is_to_give_up();
  };
}

ProgressSink Progress::detaching(std::function<void()> meanwhile) {
  return [this, meanwhile = std::move(meanwhile),
          asked_before = is_to_give_up()](std::string_view what, size_t done, size_t total) {
    meanwhile();
    show(what, done, total);
    return asked_before || !is_to_give_up();
  };
}

void Progress::end() {
  constexpr std::string_view clear_line = "\r\033[K";
  if (shown_ && isatty(STDERR_FILENO)) {
    messages_.put(clear_line);
    messages_.flush();
  }
  part_ = std::nullopt;
  start_ = shown_ = std::nullopt;
}

} // namespace dtrace
