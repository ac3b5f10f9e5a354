// Stage: kernel. The consumer's side of a BPF ring buffer, read straight from shared memory. Layout
// (linux/Documentation/bpf/ringbuf.rst): a page with the consumer's position, a page with the
// producers' position, then the data, mapped twice in a row so that no sample is ever cut.
#include "arch/page.h"
#include "base/limits.h"
#include "kernel/kernel.h"
#include "kernel/ring_samples.h"

#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace dtrace {

struct RingBuffer::Mapping {
  int fd = -1; // the map's, not owned
  size_t page = 0;
  void *consumer = MAP_FAILED;
  void *producer = MAP_FAILED; // and the data
  size_t producer_size = 0;
  RingSamples samples{};

  ~Mapping() {
    if (consumer != MAP_FAILED)
      munmap(consumer, page);
    if (producer != MAP_FAILED)
      munmap(producer, producer_size);
  }
};

Result<RingBuffer> RingBuffer::open(int map_fd, uint32_t size) {
  RingBuffer ring;
  ring.mapping_ = std::make_unique<Mapping>();
  Mapping &m = *ring.mapping_;
  m.fd = map_fd;
  m.page = page_size();
  m.producer_size = m.page + 2 * static_cast<size_t>(size);
  m.consumer = mmap(nullptr, m.page, PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, 0);
  if (m.consumer != MAP_FAILED)
    m.producer = mmap(nullptr, m.producer_size, PROT_READ, MAP_SHARED, map_fd, m.page);
  if (m.producer == MAP_FAILED)
    return fail("failed to map the trace buffer: %s", explain_errno(errno).c_str());
  m.samples = {static_cast<uint64_t *>(m.consumer), static_cast<const uint64_t *>(m.producer),
               static_cast<const std::byte *>(m.producer) + m.page, size};
  return ring;
}

RingBuffer::RingBuffer(RingBuffer &&) noexcept = default;
RingBuffer &RingBuffer::operator=(RingBuffer &&) noexcept = default;
RingBuffer::~RingBuffer() = default;

size_t RingBuffer::drain(const std::function<bool(std::span<const std::byte>)> &take) {
  return mapping_->samples.drain(take);
}

bool RingBuffer::empty() const {
  return mapping_->samples.empty();
}

uint64_t RingBuffer::reserved() const { return mapping_->samples.reserved(); }

uint64_t RingBuffer::taken() const { return *mapping_->samples.consumer; }

int RingBuffer::fd() const {
  return mapping_->fd;
}

} // namespace dtrace
