// Stage: system. Walking the samples of a BPF ring buffer that lies in memory. No kernel is needed:
// tests give it memory of their own.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace dtrace {

struct RingSamples {
  uint64_t *consumer;       // position up to which samples were taken; only ever written here
  const uint64_t *producer; // position up to which room is reserved; others write it
  const std::byte *data;    // 2 * size bytes, the second half a mirror of the first
  uint64_t size;            // a power of two

  // Hands over complete samples in order until there is none, one is still being written, or `take`
  // says false; the number of samples taken. Room is given back every 64 KiB and at the end.
  size_t drain(const std::function<bool(std::span<const std::byte>)> &take) const;
  bool empty() const;
  uint64_t reserved() const; // where the next sample will begin; positions only grow
};

} // namespace dtrace
