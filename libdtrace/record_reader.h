// From the kernel's buffers to the consumer: takes what programs have recorded, keeps what was
// recorded before END, and waits for more.
#pragma once
#include "consume/intake.h"
#include "kernel/trace_buffers.h"
#include "rates.h"
#include "shared_state.h"

#include <functional>
#include <optional>
#include <poll.h>
#include <vector>

namespace dtrace {

class RecordReader {
public:
  // Keeps references. `go_on` false: no further record is handed over for now.
  RecordReader(const Manifest &manifest, const Options &options, Consumer &consumer,
               std::function<bool()> go_on);
  Result<void> open(const LoadedObject &object); // before all else; keeps its memory

  void keep_free(uint64_t bytes) { intake_.keep_free(bytes); } // bufpolicy fill: for END
  bool is_full() const { return intake_.full(); }              // bufpolicy fill: time to stop

  // is_last: no program is running any more: take everything that is left.
  void read(bool is_last);
  // END finds empty buffers: what is in them is kept, and handed over by the next read().
  void make_room();
  // Until records are there, one of `others` is readable, or something is due.
  void wait(std::vector<pollfd> others, const Rates &rates, const SharedState &state);

private:
  Intake intake_;
  std::function<bool()> go_on_;
  std::optional<TraceBuffers> buffers_;
  SampleQueue kept_;      // by make_room()
  size_t kept_taken_ = 0; // of them
};

} // namespace dtrace
