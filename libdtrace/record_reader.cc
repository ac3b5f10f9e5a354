#include "record_reader.h"

namespace dtrace {

RecordReader::RecordReader(const Manifest &manifest, const Options &options, Consumer &consumer,
                           std::function<bool()> go_on)
    : intake_(manifest, options, consumer, go_on), go_on_(std::move(go_on)) {}

Result<void> RecordReader::open(const LoadedObject &object) {
  TRY(buffers, TraceBuffers::open(object));
  buffers_ = std::move(buffers);
  return {};
}

void RecordReader::read(bool is_last) {
  const auto take = [&](std::span<const std::byte> sample) {
    intake_.take(sample);
    return go_on_();
  };
  while (kept_taken_ < kept_.size())
    if (!take(kept_[kept_taken_++]))
      return;
  if (const uint64_t complete = buffers_->drain(take, is_last))
    intake_.complete(complete);
  if (is_last)
    intake_.finish();
}

void RecordReader::make_room() {
  const auto keep = [&](std::span<const std::byte> sample) {
    kept_.push(sample);
    return true;
  };
  buffers_->drain(keep, true);
}

// Once the first record has woken us it may wait some milliseconds more: a burst is then read in
// one go, and the traced programs pay for few wake-ups.
void RecordReader::wait(std::vector<pollfd> others, const Rates &rates, const SharedState &state) {
  if (rates.reads_at_a_rate()) {
    poll(others.data(), others.size(), rates.until_reading());
    return;
  }
  if (buffers_->is_behind())
    return;
  const bool may_wait = buffers_->arm();
  others.push_back({buffers_->fd(), POLLIN, 0});
  const int beat = intake_.holds() ? gather_milliseconds : rates.until_publishing();
  const bool woken = !may_wait || (poll(others.data(), others.size(), beat) > 0 &&
                                   others.back().revents & POLLIN && !state.is_draining());
  buffers_->disarm();
  if (!woken)
    return;
  others.pop_back();
  poll(others.data(), others.size(), gather_milliseconds);
}

} // namespace dtrace
