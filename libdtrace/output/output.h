// Stage: output. Where text goes: a large buffer in front of a file descriptor, a FILE or a string.
// The fast path is inline: reserve(), write behind the pointer, advance().
// Always: order of calls is order of bytes; after a failed write all further text is thrown away and
// broken() says so. The caller must ignore SIGPIPE.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace dtrace {

class Output {
public:
  explicit Output(int fd);          // does not own it
  explicit Output(FILE *file);      // does not own it; for callers of the C interface
  explicit Output(std::string *to); // tests, and formatting into memory
  ~Output();                        // flushes
  Output(const Output &) = delete;
  Output &operator=(const Output &) = delete;

  // At least `size` bytes of room (size <= reserve_limit).
  char *reserve(size_t size) {
    if (static_cast<size_t>(end_ - at_) < size)
      drain();
    return at_;
  }
  void advance(char *to) { at_ = to; }
  static constexpr size_t reserve_limit = 4096;

  void put(char c) {
    *reserve(1) = c;
    at_++;
  }
  void put(std::string_view text) {
    if (static_cast<size_t>(end_ - at_) < text.size())
      return put_slowly(text);
    memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void pad(char c, size_t count);
  [[gnu::format(printf, 2, 3)]] void printf(const char *format, ...); // slow path only

  bool flush(); // false: broken
  bool broken() const { return error_ != 0; }
  int error() const { return error_; } // broken: the errno of it
  bool empty() const { return at_ == buffer_.get(); }

  // Later output goes there; earlier output is written first.
  void retarget(FILE *file);
  void retarget(std::string *to);
  bool is_string() const { return string_ && !opened_; }
  bool is_terminal() const { return terminal_; }

  // freopen(): from now on to the file (created, appended to); "" back to where it began.
  Result<void> redirect(const std::string &path);
  bool is_redirected() const { return static_cast<bool>(opened_); }
  bool begins_file(); // nothing is in the file that redirect() opened
  void truncate(); // ftruncate(): the file begins anew, if it can
  // system(): flushes, then runs the command with /bin/sh and waits. Its exit status, or -1.
  int run(const std::string &command);

private:
  void drain();
  void put_slowly(std::string_view text);
  bool write_out(const char *text, size_t size);
  void look_for_terminal();

  static constexpr size_t capacity = 256 * 1024;
  std::unique_ptr<char[]> buffer_;
  char *at_, *end_;
  int fd_ = -1;
  Descriptor opened_; // by redirect()
  FILE *file_ = nullptr;
  std::string *string_ = nullptr;
  int error_ = 0;
  bool terminal_ = false;
};

} // namespace dtrace
