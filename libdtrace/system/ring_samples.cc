// Stage: system. The protocol is that of kernel/bpf/ringbuf.c: a sample's header says whether it is
// still being written, was discarded, and how long it is.
#include "system/ring_samples.h"

#include <atomic>
#include <linux/bpf.h>

namespace dtrace {

namespace {

constexpr uint64_t header_size = BPF_RINGBUF_HDR_SZ;
constexpr uint64_t give_back = 64 << 10;

template <class T> T load_acquire(const T *place) {
  return __atomic_load_n(place, __ATOMIC_ACQUIRE);
}

uint64_t room_of(uint32_t length) {
  return (length + header_size + 7) & ~uint64_t{7};
}

} // namespace

size_t RingSamples::drain(const std::function<bool(std::span<const std::byte>)> &take) const {
  const uint64_t mask = size - 1;
  uint64_t at = *consumer, given_back = at;
  size_t taken = 0;
  bool more = true;
  const auto give = [&] {
    __atomic_store_n(consumer, at, __ATOMIC_RELEASE);
    given_back = at;
  };
  while (more) {
    const uint64_t end = load_acquire(producer);
    bool progress = false;
    while (more && at < end) {
      const std::byte *header = data + (at & mask);
      const uint32_t word = load_acquire(reinterpret_cast<const uint32_t *>(header));
      if (word & BPF_RINGBUF_BUSY_BIT)
        break;
      const uint32_t length = word & ~BPF_RINGBUF_DISCARD_BIT;
      at += room_of(length);
      progress = true;
      if (!(word & BPF_RINGBUF_DISCARD_BIT)) {
        more = take({header + header_size, length});
        taken++;
      }
      if (at - given_back >= give_back)
        give();
    }
    if (given_back != at)
      give();
    // A producer that commits wakes us only if it sees us caught up: our position must be visible
    // before we look once more.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    more = more && progress;
  }
  return taken;
}

uint64_t RingSamples::reserved() const {
  return load_acquire(producer);
}

bool RingSamples::empty() const {
  const uint64_t at = *consumer;
  if (at == load_acquire(producer))
    return true;
  const auto *header = reinterpret_cast<const uint32_t *>(data + (at & (size - 1)));
  return load_acquire(header) & BPF_RINGBUF_BUSY_BIT;
}

} // namespace dtrace
