#include "reader/line_source.h"

#include <cerrno>
#include <unistd.h>
#include <vector>

namespace dtrace::stream {

LineSource::~LineSource() {
  if (fd_ >= 0)
    close(fd_);
}

void LineSource::read(const std::function<void(const Line &)> &take) {
  static thread_local std::vector<char> room(256 * 1024);
  const ssize_t size = ::read(fd_, room.data(), room.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN))
    return;
  if (size <= 0)
    return finish(take);
  take_chunk({room.data(), static_cast<size_t>(size)}, take);
}

void LineSource::take_chunk(std::string_view chunk, const std::function<void(const Line &)> &take) {
  for (size_t end; (end = chunk.find('\n')) != chunk.npos; chunk.remove_prefix(end + 1)) {
    line_++;
    const std::string_view part = chunk.substr(0, end);
    if (skipping_)
      skipping_ = false;
    else if (begun_.empty())
      take({part});
    else
      take({begun_.append(part)});
    begun_.clear();
  }
  if (skipping_)
    return;
  begun_ += chunk;
  if (begun_.size() > longest) {
    line_++;
    take({begun_, false, true});
    line_--;
    begun_.clear();
    skipping_ = true;
  }
}

void LineSource::finish(const std::function<void(const Line &)> &take) {
  ended_ = true;
  if (begun_.empty())
    return;
  line_++;
  take({begun_, true});
  begun_.clear();
}

} // namespace dtrace::stream
