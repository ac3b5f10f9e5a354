// Stage: kernel. A sample has its time once it has its place. So what has its place after we looked at
// the clock is later than that, and what had one before lies before the positions that we read then.
#include "kernel/cpu_samples.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace dtrace {

namespace {
constexpr uint64_t give_back_bytes = 64 << 10;
// How often an unfinished sample is looked at again: its program needs well under a microsecond for the
// rest, unless it was interrupted.
constexpr int patience = 200;

uint64_t load_acquire(const uint64_t &place) { return __atomic_load_n(&place, __ATOMIC_ACQUIRE); }
} // namespace

CpuSamples::CpuSamples(std::span<std::byte> memory, size_t stride, uint64_t size) : size_(size) {
  for (size_t at = 0; at + stride <= memory.size(); at += stride) {
    auto *buffer = reinterpret_cast<dt_buffer *>(memory.data() + at);
    lanes_.push_back({buffer, memory.data() + at + sizeof(dt_buffer), buffer->taken, buffer->taken});
  }
}

dt_sample *CpuSamples::sample(const Lane &lane) const {
  return reinterpret_cast<dt_sample *>(lane.data + (lane.at & (size_ - 1)));
}

void CpuSamples::advance(Lane &lane, uint64_t state) const {
  lane.at += DT_SAMPLE_ROOM(state & DT_SAMPLE_SIZE);
  if (lane.at - lane.buffer->taken >= give_back_bytes)
    give_back(lane);
}

// Zeros first: a place that a program is given must say that its sample is in the making.
void CpuSamples::give_back(Lane &lane) const {
  const uint64_t from = lane.buffer->taken & (size_ - 1), bytes = lane.at - lane.buffer->taken;
  const uint64_t before_end = std::min(bytes, size_ - from);
  memset(lane.data + from, 0, before_end);
  memset(lane.data, 0, bytes - before_end);
  __atomic_store_n(&lane.buffer->taken, lane.at, __ATOMIC_RELEASE);
}

CpuSamples::Head CpuSamples::head(Lane &lane) const {
  for (int tries = 0; lane.at < lane.end && tries < patience;) {
    const uint64_t state = load_acquire(sample(lane)->state);
    if (state & DT_SAMPLE_DONE)
      return Head::Ready;
    if (state & DT_SAMPLE_GONE)
      advance(lane, state);
    else
      tries++;
  }
  return lane.at < lane.end ? Head::Unfinished : Head::None;
}

bool CpuSamples::drain(uint64_t now, const Take &take) {
  bool whole = true;
  const auto add = [&](Lane &lane) {
    const Head found = head(lane);
    whole &= found != Head::Unfinished;
    if (found != Head::Ready || sample(lane)->time > now)
      return;
    heads_.emplace_back(sample(lane)->time, &lane);
    std::ranges::push_heap(heads_, std::ranges::greater());
  };
  heads_.clear();
  for (Lane &lane : lanes_)
    lane.end = load_acquire(lane.buffer->reserved);
  for (Lane &lane : lanes_)
    add(lane);
  while (whole && !heads_.empty()) {
    std::ranges::pop_heap(heads_, std::ranges::greater());
    Lane &lane = *heads_.back().second;
    heads_.pop_back();
    const dt_sample *one = sample(lane);
    const uint64_t state = one->state;
    whole = take({reinterpret_cast<const std::byte *>(one + 1), state & DT_SAMPLE_SIZE});
    advance(lane, state);
    if (whole)
      add(lane);
  }
  for (Lane &lane : lanes_)
    if (lane.at != lane.buffer->taken)
      give_back(lane);
  return whole;
}

bool CpuSamples::any() const {
  return std::ranges::any_of(lanes_, [&](const Lane &lane) {
    return lane.at < load_acquire(lane.buffer->reserved) && load_acquire(sample(lane)->state) != 0;
  });
}

} // namespace dtrace
