// Stage: system. The layout: a page with the consumer's position, a page with the producers'
// position, then the data, mapped twice in a row so that no sample is ever cut.
#include "system/ring_buffer.h"

#include "arch/page.h"
#include "base/limits.h"

#include <cerrno>

namespace dtrace {

Result<RingBuffer> RingBuffer::open(int map, uint32_t size) {
  const size_t page = page_size();
  RingBuffer ring;
  ring.map_ = map;
  ring.consumer_ = Mapping(map, page, PROT_READ | PROT_WRITE);
  if (ring.consumer_)
    ring.producer_ = Mapping(map, page + 2 * size_t{size}, PROT_READ, page);
  if (!ring.producer_)
    return fail("failed to map the trace buffer: %s", explain_errno(errno).c_str());
  ring.samples_ = {ring.consumer_.as<uint64_t>(), ring.producer_.as<const uint64_t>(),
                   ring.producer_.as<const std::byte>(page), size};
  return ring;
}

} // namespace dtrace
