// Streams, reader. All that a program reads: its files and standard input, in which each line may
// begin with `host: ` as clush and pdsh write it. Out: objects with the host they are of, and
// messages about lines that are not objects.
#pragma once
#include "reader/line_source.h"
#include "reader/stream_object.h"

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dtrace::stream {

class Inputs {
public:
  // `label`: what stands before `: ` in the line; "" for none. Its stream is named by source and
  // label.
  using Take = std::function<void(size_t source, const std::string &label, StreamObject &&object)>;
  // One line, without the program's name: "web.ndjson: line 3: not JSON: …".
  using Tell = std::function<void(const std::string &message)>;

  Inputs(Take take, Tell tell) : take_(std::move(take)), tell_(std::move(tell)) {}

  // "-": standard input. The error names the file and why it cannot be read.
  std::expected<void, std::string> add(const std::string &path);
  size_t count() const { return sources_.size(); }
  const std::string &name(size_t source) const { return sources_[source]->name(); }
  bool ended(size_t source) const { return sources_[source]->ended(); }
  bool all_ended() const;

  // Waits until something can be read, at most so many milliseconds (-1: for ever), and reads once
  // from each that can. `want`: whether more of a source may be read now.
  void read(int milliseconds, const std::function<bool(size_t source)> &want);

  // Waits only.
  void wait(int milliseconds);

  uint64_t broken() const { return broken_; } // lines that were skipped

private:
  void take_line(size_t source, const LineSource::Line &line);

  Take take_;
  Tell tell_;
  std::vector<std::unique_ptr<LineSource>> sources_;
  std::vector<uint64_t> told_; // by source: broken lines told of so far
  uint64_t broken_ = 0;
};

} // namespace dtrace::stream
