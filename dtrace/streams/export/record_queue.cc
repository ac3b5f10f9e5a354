#include "export/record_queue.h"

namespace dtrace::stream {

namespace {
constexpr size_t kOwnBytes = sizeof(std::string); // beside each record's
}

bool RecordQueue::add(std::string record, bool &many) {
  const std::scoped_lock lock(mutex_);
  const size_t bytes = record.size() + kOwnBytes;
  if (bytes_ + bytes > kMostBytes) {
    lost_++;
    return false;
  }
  bytes_ += bytes;
  records_.push_back(std::move(record));
  many = records_.size() >= kMostGiven || bytes_ >= kGivenBytes;
  return true;
}

bool RecordQueue::remove(bool lost) {
  const std::scoped_lock lock(mutex_);
  if (lost)
    lost_ += given_;
  for (; given_; given_--) {
    bytes_ -= records_.front().size() + kOwnBytes;
    records_.pop_front();
  }
  return !records_.empty();
}

uint64_t RecordQueue::lost() const {
  const std::scoped_lock lock(mutex_);
  return lost_;
}

uint64_t RecordQueue::waiting() const {
  const std::scoped_lock lock(mutex_);
  return records_.size();
}

bool RecordQueue::is_half_full() const {
  const std::scoped_lock lock(mutex_);
  return bytes_ > kMostBytes / 2;
}

void RecordQueue::lose_all() {
  const std::scoped_lock lock(mutex_);
  lost_ += records_.size();
  records_.clear();
  bytes_ = given_ = 0;
}

} // namespace dtrace::stream
