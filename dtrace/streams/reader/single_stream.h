// Streams, reader. One stream from its head to its end, for programs that read one host's (several
// are made one by dtrace-merge -j). In: a file, a pipe or standard input. Out: its objects in
// order, after the head. What does not belong there is told with file and line, and ends the
// reading.
#pragma once
#include "reader/inputs.h"
#include "reader/wrap.h"

#include <expected>
#include <functional>
#include <optional>
#include <string>

namespace dtrace::stream {

class SingleStream {
public:
  using Take = std::function<void(const StreamObject &object)>;

  // take: each object but head and end. tell: one line, without the program's name.
  SingleStream(Take take, Inputs::Tell tell);

  std::expected<void, std::string> open(const std::string &path);
  // Reads once, what is there within so many milliseconds (-1: for ever). False: no more will come.
  bool read(int milliseconds);
  // Until something can be read, at most so many milliseconds.
  void wait(int milliseconds) { inputs_.wait(milliseconds); }
  // All of it.
  void read_all();
  // After the end: whether all of it was well. Tells why not: cut, or no stream at all.
  bool finish();

  bool has_head() const { return has_head_; }
  const Json &head() const { return head_; }
  std::optional<int64_t> exit_status() const { return exit_status_; }
  // The wall clock at a timestamp of the stream, ns since 1970.
  int64_t wall_time(int64_t timestamp) const { return plus(timestamp, clock_); }
  uint64_t broken() const { return inputs_.broken(); }

private:
  void take(const std::string &label, StreamObject &&object);
  void take_head(StreamObject &&object);
  void refuse(uint64_t line, const std::string &why);

  Take take_;
  Inputs::Tell tell_;
  Inputs inputs_;
  rapidjson::Document head_;
  std::string label_;
  int64_t clock_ = 0;
  bool has_head_ = false, refused_ = false;
  std::optional<int64_t> exit_status_;
};

} // namespace dtrace::stream
