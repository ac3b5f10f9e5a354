// Streams, reader. A file, a pipe or standard input, line by line, without ever waiting for more.
// Always: a line is at most `longest` bytes; of a longer one nothing is kept, and it is told.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dtrace::stream {

class LineSource {
public:
  static constexpr size_t longest = 256 << 20;

  // Takes `fd`, which is read as it is: the caller polls it first.
  LineSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  ~LineSource();
  LineSource(const LineSource &) = delete;
  LineSource &operator=(const LineSource &) = delete;

  int fd() const { return fd_; }
  const std::string &name() const { return name_; }
  uint64_t line() const { return line_; } // number of the last one that was handed over
  bool ended() const { return ended_; }

  // One read(); each whole line, without its newline. `cut`: the input ended within it; `too_long`:
  // `text` is its beginning.
  struct Line {
    std::string_view text;
    bool cut = false, too_long = false;
  };
  void read(const std::function<void(const Line &)> &take);

private:
  void take_chunk(std::string_view chunk, const std::function<void(const Line &)> &take);
  void finish(const std::function<void(const Line &)> &take);

  int fd_;
  std::string name_, begun_; // the beginning of a line whose end has not come
  uint64_t line_ = 0;
  bool ended_ = false, skipping_ = false;
};

} // namespace dtrace::stream
