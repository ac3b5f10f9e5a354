// Stage: kernel. Samples from the buffers of all CPUs (dtrace/abi/buffer.h), merged by the times at which
// they had their places. No kernel is needed: tests give it memory of their own.
#pragma once
#include "dtrace/abi/buffer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace dtrace {

class CpuSamples {
public:
  using Take = std::function<bool(std::span<const std::byte>)>;

  // memory: buffers one behind the other, each with `size` bytes of samples, `stride` bytes apart.
  CpuSamples(std::span<std::byte> memory, size_t stride, uint64_t size);

  // Hands over the complete samples that are not after `now` (monotonic, ns, taken before the call), in
  // order of their times; false from `take` stops early (the sample counts as taken). True: whatever had
  // its place at `now` has been handed over; else some sample before it was still in the making, and
  // nothing after that was. Room is given back every 64 KiB and at the end.
  bool drain(uint64_t now, const Take &take);
  bool any() const; // a complete sample waits

private:
  struct Lane {
    dt_buffer *buffer;
    std::byte *data;
    uint64_t at = 0, end = 0; // the next sample; up to where this drain() goes
  };
  enum class Head { None, Ready, Unfinished };

  dt_sample *sample(const Lane &lane) const;
  Head head(Lane &lane) const; // passes over samples that were given up
  void advance(Lane &lane, uint64_t state) const;
  void give_back(Lane &lane) const;

  std::vector<Lane> lanes_;
  uint64_t size_;
  std::vector<std::pair<uint64_t, Lane *>> heads_; // a heap, the earliest first
};

} // namespace dtrace
