#include "reader/single_stream.h"

#include "reader/wrap.h"

namespace dtrace::stream {

SingleStream::SingleStream(Take take, Inputs::Tell tell)
    : take_(std::move(take)), tell_(std::move(tell)),
      inputs_([this](size_t, const std::string &label,
                     StreamObject &&object) { this->take(label, std::move(object)); },
              tell_) {}

std::expected<void, std::string> SingleStream::open(const std::string &path) {
  return inputs_.add(path);
}

bool SingleStream::read(int milliseconds) {
  if (!refused_ && !inputs_.all_ended())
    inputs_.read(milliseconds, [](size_t) { return true; });
  return !refused_ && !inputs_.all_ended();
}

void SingleStream::read_all() {
  while (read(-1)) {
  }
}

bool SingleStream::finish() {
  if (refused_)
    return false;
  if (!has_head_)
    return tell_(inputs_.name(0) + ": no stream of dtrace is in it"), false;
  if (!exit_status_)
    return tell_(inputs_.name(0) + ": its stream has no end: what came before is used"), false;
  return true;
}

void SingleStream::refuse(uint64_t line, const std::string &why) {
  refused_ = true;
  tell_(inputs_.name(0) + ": line " + std::to_string(line) + ": " + why);
}

void SingleStream::take_head(StreamObject &&object) {
  if (has_head_)
    return refuse(object.line, "a second stream begins here: what came before is used");
  const int64_t version = number(object.json, "dtrace-stream");
  if (version != 1)
    return refuse(object.line, "the stream is version " + std::to_string(version) +
                                   " of the format, this program reads 1");
  head_ = std::move(object.json);
  has_head_ = true;
  clock_ = minus(number(head_, "started"), number(head_, "monotonic"));
}

void SingleStream::take(const std::string &label, StreamObject &&object) {
  if (refused_)
    return;
  if (!has_head_)
    label_ = label;
  if (label != label_)
    return refuse(object.line, "lines of several hosts: make them one stream with dtrace-merge -j");
  if (object.kind == ObjectKind::Head)
    return take_head(std::move(object));
  if (!has_head_)
    return refuse(object.line, "this is not the beginning of a stream: its head is missing");
  if (exit_status_)
    return refuse(object.line, "the stream goes on after its end: what came before is used");
  if (object.kind == ObjectKind::End)
    exit_status_ = number(object.json, "exit-status");
  else
    take_(object);
}

} // namespace dtrace::stream
