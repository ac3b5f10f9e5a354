// Stage: consume. What becomes of a sample between the kernel's buffer and the Consumer (Guide:
// Buffers and Buffering). In: the samples of all CPUs in the order of their places. Out: the
// same samples to the Consumer, by the policy:
//   switch  at once; in order of their times when the Manifest says that they show times
//   fill    at the end, what each CPU recorded until one of them was full
//   ring    at the end, the newest of each CPU
// Always: what one CPU recorded keeps its order unless times say otherwise; with `temporal` all CPUs'
// samples are in the order in which they were recorded, without it fill and ring show one CPU after
// the other. At the end of tracing everything is handed over, except what a policy drops.
#pragma once
#include "consume/consumer.h"
#include "consume/sample_queue.h"

#include <deque>
#include <functional>
#include <tuple>

namespace dtrace {

class Intake {
public:
  // Keeps references. While `go_on` returns false, no sample is handed over.
  Intake(const Manifest &manifest, const Options &options, Consumer &consumer,
         std::function<bool()> go_on);

  void take(std::span<const std::byte> sample);
  // Everything that had a place in the kernel's buffer at this time (monotonic, ns) has been taken.
  void complete(uint64_t time);
  void finish(); // no program is running any more and all samples have been taken

  bool full() const { return full_; }        // fill: time to stop
  // Samples wait that go_on() or only time will let through.
  bool holds() const { return policy_ == Policy::Switch && held_bytes_ != 0; }

  // fill: what the records of END may take together.
  void keep_free(uint64_t bytes) { reserved_ = bytes; }

private:
  enum class Policy { Switch, Fill, Ring };
  struct Slot {
    uint64_t key, arrival;
    size_t index; // of the sample in its lane
    bool operator<(const Slot &other) const {
      return std::tie(key, arrival) < std::tie(other.key, other.arrival);
    }
  };
  struct Lane { // of one CPU
    SampleQueue samples;
    std::vector<Slot> order; // by key; those before `first` are gone
    size_t first = 0;
    uint64_t bytes = 0;
    bool full = false;
  };

  Lane &lane(uint32_t cpu);
  void hold(std::span<const std::byte> sample, uint32_t cpu);
  void forget_first(Lane &lane);
  void compact(Lane &lane);
  void release(uint64_t limit);
  bool fits(const Lane &lane, std::span<const std::byte> sample) const;
  uint64_t time_of(std::span<const std::byte> sample) const;

  const Manifest &manifest_;
  Consumer &consumer_;
  std::function<bool()> go_on_;
  Policy policy_;
  bool timed_, by_cpu_;
  uint64_t size_; // bufsize
  uint64_t reserved_ = 0;
  std::deque<Lane> lanes_;
  uint64_t arrival_ = 0, newest_ = 0;
  size_t held_bytes_ = 0;
  bool full_ = false;
};

} // namespace dtrace
