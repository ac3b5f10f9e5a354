// Stage: system. The consumer's side of a BPF ring buffer, read straight from the memory that it
// shares with the kernel (linux/Documentation/bpf/ringbuf.rst).
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"
#include "base/mapping.h"
#include "system/ring_samples.h"

namespace dtrace {

class RingBuffer {
public:
  using Take = std::function<bool(std::span<const std::byte>)>;
  // size: of the map, in bytes. The map stays the caller's, and is kept open as long as we live.
  static Result<RingBuffer> open(int map, uint32_t size);

  // Hands over every sample that is complete now, in order; false from `take` stops early (the
  // sample counts as taken). Returns how many.
  size_t drain(const Take &take) { return samples_.drain(take); }
  bool empty() const { return samples_.empty(); }
  int fd() const { return map_; } // readable (epoll) when samples wait
  // Where the next sample will begin, and up to where drain() has come. Positions only grow.
  uint64_t reserved() const { return samples_.reserved(); }
  uint64_t taken() const { return *samples_.consumer; }

private:
  RingBuffer() = default;

  int map_ = -1;
  Mapping consumer_, producer_; // and behind the latter's page the data
  RingSamples samples_{};
};

} // namespace dtrace
