#include "kernel/trace_buffers.h"

#include "base/clock.h"
#include "dtrace/abi/state.h"

#include <atomic>

namespace dtrace {

namespace {
constexpr uint64_t most_time = 100'000'000; // ns
}

Result<TraceBuffers> TraceBuffers::open(const LoadedObject &object) {
  TRY(ring, RingBuffer::open(object.map("dt_ring"), object.spec("dt_ring")->max_entries));
  TraceBuffers buffers(std::move(ring));
  buffers.asleep_ = &reinterpret_cast<dt_state *>(object.mapped("dt_state").data())->asleep;
  if (const MapSpec *spec = object.spec("dt_buffers"))
    buffers.samples_.emplace(object.mapped("dt_buffers"), spec->value_size, spec->buffer_size);
  return buffers;
}

uint64_t TraceBuffers::drain(const Take &take, bool all) {
  if (!samples_)
    return drain_ring(take);
  wake_.drain([](std::span<const std::byte>) { return true; });
  is_behind_ = false;
  const uint64_t end = monotonic_time() + most_time;
  for (bool more = true; more && !is_behind_;) {
    const uint64_t now = monotonic_time();
    bool progress = false;
    const bool whole = samples_->drain(now, [&](std::span<const std::byte> sample) {
      progress = true;
      return more = take(sample);
    });
    if (whole)
      complete_ = now;
    more = more && progress && whole;
    is_behind_ = more && !all && now > end;
  }
  return complete_;
}

// What gets its place after `all_before_` was looked up has a later time than `looked_`; what had one may
// still be in the making when we come there, and then nothing behind it can be read.
uint64_t TraceBuffers::drain_ring(const Take &take) {
  if (!looked_) {
    looked_ = monotonic_time();
    all_before_ = wake_.reserved();
  }
  wake_.drain(take);
  if (wake_.taken() >= all_before_)
    complete_ = std::exchange(looked_, 0);
  return complete_;
}

// A program that ends a sample sees us asleep, or we see its sample.
bool TraceBuffers::arm() {
  if (!samples_)
    return true;
  __atomic_store_n(asleep_, 1, __ATOMIC_RELAXED);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (!samples_->any())
    return true;
  disarm();
  return false;
}

void TraceBuffers::disarm() {
  if (samples_)
    __atomic_store_n(asleep_, 0, __ATOMIC_RELAXED);
}

} // namespace dtrace
