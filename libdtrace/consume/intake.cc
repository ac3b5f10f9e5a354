#include "consume/intake.h"

#include "consume/field.h"

#include <algorithm>

namespace dtrace {

namespace {
// A firing takes its time first and its place in the buffer later, so samples of two CPUs may lie in
// the other order. How much later is bounded by how long a program runs, or is kept from running.
constexpr uint64_t kLateness = 50'000'000; // ns
// Held for their order, more than this goes out at once.
constexpr size_t kMostHeld = 16 << 20;
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
  Lane &its = lane(header.cpu);
  if (policy_ == Policy::Fill && header.probe != manifest_.end_probe && !fits(its, sample)) {
    its.full = full_ = true;
    return;
  }
  hold(sample, header.cpu);
  if (policy_ == Policy::Ring)
    while (its.bytes > size_ && its.first + 1 < its.order.size())
      forget_oldest(its);
  if (policy_ == Policy::Switch && held_bytes_ > kMostHeld)
    release(newest_ - std::min(newest_, kLateness));
}

bool Intake::fits(const Lane &lane, std::span<const std::byte> sample) const {
  return !lane.full && lane.bytes + sample.size() + reserved_ <= size_;
}

void Intake::hold(std::span<const std::byte> sample, uint32_t cpu) {
  Lane &its = lane(cpu);
  const uint64_t time = timed_ ? time_of(sample) : 0;
  newest_ = std::max(newest_, time);
  its.order.push_back({by_cpu_ ? cpu : time, arrival_++});
  its.samples.push(sample);
  its.bytes += sample.size();
  held_++;
  held_bytes_ += sample.size();
}

void Intake::forget_oldest(Lane &lane) {
  const size_t size = lane.samples[lane.first].size();
  lane.bytes -= size;
  held_bytes_ -= size;
  held_--;
  lane.first++;
  if (lane.first * 2 < lane.order.size() || lane.first < 1024)
    return;
  SampleQueue rest;
  for (size_t i = lane.first; i < lane.order.size(); i++)
    rest.push(lane.samples[i]);
  lane.samples = std::move(rest);
  lane.order.erase(lane.order.begin(), lane.order.begin() + lane.first);
  lane.first = 0;
}

void Intake::end_of_batch(uint64_t begun, bool last) {
  if (last)
    release(UINT64_MAX);
  else if (policy_ == Policy::Switch && held_)
    release(begun - std::min(begun, kLateness));
}

// Hands over what is not after `limit`; the rest, and what go_on() stops, is held further.
void Intake::release(uint64_t limit) {
  struct Ready {
    Order order;
    uint32_t cpu;
    size_t index;
  };
  std::vector<Ready> ready;
  ready.reserve(held_);
  for (uint32_t cpu = 0; cpu < lanes_.size(); cpu++)
    for (size_t i = lanes_[cpu].first; i < lanes_[cpu].order.size(); i++)
      ready.push_back({lanes_[cpu].order[i], cpu, i});
  std::ranges::sort(ready, {}, &Ready::order);
  std::deque<Lane> before = std::exchange(lanes_, {});
  held_ = held_bytes_ = 0;
  size_t next = 0;
  for (; next < ready.size() && ready[next].order.key <= limit && go_on_(); next++)
    consumer_.consume(before[ready[next].cpu].samples[ready[next].index]);
  for (uint32_t cpu = 0; cpu < before.size(); cpu++)
    lane(cpu).full = before[cpu].full;
  for (; next < ready.size(); next++) {
    hold(before[ready[next].cpu].samples[ready[next].index], ready[next].cpu);
    lane(ready[next].cpu).order.back() = ready[next].order;
  }
}

} // namespace dtrace
