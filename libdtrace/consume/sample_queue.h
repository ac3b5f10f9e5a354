// Stage: consume. Samples that wait, copied one behind the other.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace dtrace {

class SampleQueue {
public:
  void push(std::span<const std::byte> sample) {
    starts_.push_back(bytes_.size());
    bytes_.insert(bytes_.end(), sample.begin(), sample.end());
    bytes_.resize((bytes_.size() + 7) & ~size_t{7});
    sizes_.push_back(sample.size());
  }
  size_t size() const { return starts_.size(); }
  size_t bytes() const { return bytes_.size(); }
  bool empty() const { return starts_.empty(); }
  std::span<const std::byte> operator[](size_t i) const {
    return {bytes_.data() + starts_[i], sizes_[i]};
  }
  void clear() { starts_.clear(), sizes_.clear(), bytes_.clear(); }

private:
  std::vector<size_t> starts_, sizes_;
  std::vector<std::byte> bytes_;
};

} // namespace dtrace
