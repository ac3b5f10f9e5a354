#include "consume/intake.h"

#include "consume/field.h"

#include <algorithm>

namespace dtrace {

namespace {
// A record's time is taken when it has its place in the buffer, or earlier, where the program uses it
// earlier: then samples of two CPUs may lie in the other order. How much earlier is bounded by how
// long a program runs, or is kept from running.
constexpr uint64_t kLateness = 50'000'000; // ns
// Held for their order, more than this goes out at once.
constexpr size_t kMostHeld = 128 << 20;
} // namespace

Intake::Intake(const Manifest &manifest, const Options &options, Consumer &consumer,
               std::function<bool()> go_on)
    : manifest_(manifest), consumer_(consumer), go_on_(std::move(go_on)),
      policy_(static_cast<Policy>(options.number("bufpolicy"))), timed_(manifest.timed),
      by_cpu_(policy_ != Policy::Switch && !options.flag("temporal")),
      size_(options.number("bufsize")) {}

Intake::Lane &Intake::lane(uint32_t cpu) {
  if (cpu >= lanes_.size())
    lanes_.resize(cpu + 1);
  return lanes_[cpu];
}

uint64_t Intake::time_of(std::span<const std::byte> sample) const {
  const bool error = load<dt_record>(sample.data()).clause == DT_RECORD_ERROR;
  const size_t offset = error ? offsetof(dt_error_record, time) : offsetof(dt_timed_record, time);
  return offset + sizeof(uint64_t) <= sample.size() ? load<uint64_t>(sample.data() + offset) : 0;
}

void Intake::take(std::span<const std::byte> sample) {
  if (sample.size() < sizeof(dt_record) || (policy_ == Policy::Switch && !timed_))
    return consumer_.consume(sample);
  const dt_record header = load<dt_record>(sample.data());
  if (header.clause == DT_RECORD_UPDATE) // not printed, so it has no place among the records
    return consumer_.consume(sample);
  Lane &its = lane(header.cpu);
  if (policy_ == Policy::Fill && header.probe != manifest_.end_probe && !fits(its, sample)) {
    its.full = full_ = true;
    return;
  }
  hold(sample, header.cpu);
  if (policy_ == Policy::Ring)
    for (; its.bytes > size_ && its.first + 1 < its.order.size(); compact(its))
      forget_first(its);
  if (policy_ == Policy::Switch && held_bytes_ > kMostHeld)
    release(newest_ - std::min(newest_, kLateness));
}

bool Intake::fits(const Lane &lane, std::span<const std::byte> sample) const {
  return !lane.full && lane.bytes + sample.size() + reserved_ <= size_;
}

// What a CPU recorded is nearly in order: an interrupt's record may come before that of what it
// interrupted.
void Intake::hold(std::span<const std::byte> sample, uint32_t cpu) {
  Lane &its = lane(cpu);
  const uint64_t time = timed_ ? time_of(sample) : 0;
  newest_ = std::max(newest_, time);
  const Slot slot{by_cpu_ ? cpu : time, arrival_++, its.samples.size()};
  its.order.insert(std::upper_bound(its.order.begin() + its.first, its.order.end(), slot), slot);
  its.samples.push(sample);
  its.bytes += sample.size();
  held_bytes_ += sample.size();
}

void Intake::forget_first(Lane &lane) {
  const size_t size = lane.samples[lane.order[lane.first++].index].size();
  lane.bytes -= size;
  held_bytes_ -= size;
}

void Intake::compact(Lane &lane) {
  if (lane.first * 2 < lane.order.size() || (lane.first < 1024 && lane.first < lane.order.size()))
    return;
  lane.order.erase(lane.order.begin(), lane.order.begin() + lane.first);
  lane.first = 0;
  SampleQueue rest;
  for (Slot &slot : lane.order) {
    rest.push(lane.samples[slot.index]);
    slot.index = rest.size() - 1;
  }
  lane.samples = std::move(rest);
}

void Intake::complete(uint64_t time) {
  if (policy_ == Policy::Switch && held_bytes_)
    release(time - std::min(time, kLateness));
}

void Intake::finish() { release(UINT64_MAX); }

// Hands over what is not after `limit`; what go_on() stops is held further.
void Intake::release(uint64_t limit) {
  std::vector<std::pair<Slot, Lane *>> ready;
  for (Lane &lane : lanes_)
    for (size_t i = lane.first; i < lane.order.size() && lane.order[i].key <= limit; i++)
      ready.emplace_back(lane.order[i], &lane);
  std::sort(ready.begin(), ready.end());
  for (const auto &[slot, its] : ready) {
    if (!go_on_())
      break;
    consumer_.consume(its->samples[slot.index]);
    forget_first(*its);
  }
  for (Lane &lane : lanes_)
    compact(lane);
}

} // namespace dtrace
