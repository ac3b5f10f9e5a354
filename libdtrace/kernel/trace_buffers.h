// Stage: kernel. The buffers that a loaded object's programs write records to, as one sequence: those of
// the CPUs where the kernel has what they take, else its own ring buffer (dtrace/abi/buffer.h).
#pragma once
#include "kernel/cpu_samples.h"
#include "kernel/kernel.h"
#include "system/ring_buffer.h"

#include <optional>

namespace dtrace {

class TraceBuffers {
public:
  using Take = CpuSamples::Take;
  static Result<TraceBuffers> open(const LoadedObject &object); // keeps its memory

  // Hands over the complete samples, until there are none, `take` says false (that sample counts as
  // taken), or, unless all are wanted, as much time has passed as somebody with other things to do can
  // spare: then is_behind(). What has its place while others are handed over is handed over, too. Returns
  // a time (monotonic, ns): all that had its place then has been handed over. 0: no such time yet.
  uint64_t drain(const Take &take, bool all = false);
  bool is_behind() const { return is_behind_; }

  // Between the two fd() becomes readable when a sample comes; samples may wait already (then false).
  bool arm();
  void disarm();
  int fd() const { return wake_.fd(); }

private:
  explicit TraceBuffers(RingBuffer &&wake) : wake_(std::move(wake)) {}
  uint64_t drain_ring(const Take &take);

  RingBuffer wake_;
  std::optional<CpuSamples> samples_; // none: all is in wake_
  uint32_t *asleep_ = nullptr;        // dt_state.asleep
  bool is_behind_ = false;
  uint64_t complete_ = 0;
  uint64_t looked_ = 0, all_before_ = 0; // of the ring: a time, and where its samples ended then
};

} // namespace dtrace
