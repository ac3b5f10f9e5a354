// dtrace-export. Records that wait to be pushed. Always: at most 16 MiB; records beyond that are
// dropped and counted.
#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

namespace dtrace::stream {

class RecordQueue {
public:
  // False: there is no room. `many`: enough for a request have come together.
  bool add(std::string record, bool &many);
  // How many of the first ones make a request, and them as `make` puts them together; "" for none.
  template <class Make> std::string first(const Make &make) {
    const std::scoped_lock lock(mutex_);
    given_ = 0;
    for (size_t bytes = 0; given_ < records_.size() && given_ < kMostGiven; given_++)
      if (bytes += records_[given_].size(); bytes > kGivenBytes && given_)
        break;
    return given_ ? make(records_, given_) : "";
  }
  // Those of the last first() are gone. True: there are more.
  bool remove(bool lost);
  uint64_t lost() const;
  uint64_t waiting() const;
  bool is_half_full() const;
  void lose_all(); // at the end: they will never be pushed

private:
  static constexpr size_t kMostBytes = 16 << 20, kGivenBytes = 1 << 20, kMostGiven = 1000;
  mutable std::mutex mutex_;
  std::deque<std::string> records_;
  size_t bytes_ = 0, given_ = 0;
  uint64_t lost_ = 0;
};

} // namespace dtrace::stream
