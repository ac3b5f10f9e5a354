#include "consume/aggregation_state.h"

#include "consume/field.h"

#include <algorithm>
#include <set>

namespace dtrace {

namespace {
constexpr uint8_t idle_limit = 3;          // snapshots
constexpr uint64_t no_stamp = UINT64_MAX;  // only a changed value tells of an update
constexpr uint64_t any_stamp = UINT64_MAX; // as `before`

// sym(), mod() and the like; uaddr() shows the address itself.
bool is_named(const Field &field) {
  return (field.kind == FieldKind::KernelAddress || field.kind == FieldKind::UserAddress) &&
         field.form != AddressForm::Address;
}

// Where it stands in the field: behind the process's number, in user land.
size_t address_offset(const Field &field) {
  return field.offset + (field.kind == FieldKind::UserAddress ? sizeof(uint64_t) : 0);
}

bool is_zero(std::span<const int64_t> words) {
  return std::ranges::all_of(words, [](int64_t word) { return word == 0; });
}
} // namespace

AggregationState::AggregationState(const RecordedNames &names, const AggregationRecord &record)
    : recorded_(names), record_(record), operations_(operations_of(record.kind)),
      width_(word_count(record)), value_(width_) {
  for (const KeyField &key : record.keys)
    has_texts_ |= key.field.kind == FieldKind::String || key.field.kind == FieldKind::Interned ||
                  is_named(key.field);
}

void AggregationState::plan_reset(bool trunc) {
  needs_generation_ |= operations_.extreme || (trunc && record_.kind == AggregationKind::Sum);
}

// Equal texts may have several indexes, and bytes behind a NUL any value: as a key each text is
// one.
std::string_view AggregationState::canonical(std::span<const std::byte> key) {
  const std::string_view raw(reinterpret_cast<const char *>(key.data()), key.size());
  if (!has_texts_)
    return raw;
  scratch_ = raw;
  for (const KeyField &part : record_.keys) {
    const Field &field = part.field;
    if (field.is_constant || field.offset + field.size > key.size())
      continue;
    char *at = scratch_.data() + field.offset;
    if (field.kind == FieldKind::Interned) {
      const uint32_t index = canonical_string(load<uint32_t>(key.data() + field.offset));
      memcpy(at, &index, sizeof index);
    } else if (field.kind == FieldKind::String) {
      const size_t length = strnlen(at, field.size);
      memset(at + length, 0, field.size - length);
    } else if (is_named(field)) {
      const bool user = field.kind == FieldKind::UserAddress;
      const size_t place = address_offset(field);
      const uint64_t address =
          canonical_address(field, user ? load<uint64_t>(key.data() + field.offset) : 0,
                            load<uint64_t>(key.data() + place));
      memcpy(scratch_.data() + place, &address, sizeof address);
    }
  }
  return scratch_;
}

uint32_t AggregationState::canonical_string(uint32_t index) {
  return recorded_.has_text(index) ? strings_.try_emplace(recorded_.text(index), index).first->second
                                : index;
}

// The first address that was seen of its name.
uint64_t AggregationState::canonical_address(const Field &field, uint64_t process,
                                             uint64_t address) {
  const Place place{field.form, process, address};
  if (const auto known = addresses_.find(place); known != addresses_.end())
    return known->second;
  const std::string name = source_ ? source_->name(field, process, address) : "";
  const uint64_t first =
      name.empty() ? address
                   : names_.try_emplace({field.form, process, name}, address).first->second;
  return addresses_[place] = first;
}

uint32_t AggregationState::entry_of(std::span<const std::byte> key) {
  const std::string_view text = canonical(key);
  if (const auto found = index_.find(text); found != index_.end())
    return found->second;
  uint32_t i = entries_.size();
  if (unused_.empty()) {
    entries_.emplace_back();
    current_.resize(current_.size() + width_);
    baseline_.resize(baseline_.size() + width_);
  } else {
    i = unused_.back();
    unused_.pop_back();
    entries_[i] = {};
    std::ranges::fill(current(i), 0);
    std::ranges::fill(baseline(i), 0);
  }
  entries_[i].key = &index_.emplace(std::string(text), i).first->first;
  return i;
}

void AggregationState::merge_value(size_t i, const std::byte *value, uint64_t before) {
  Entry &entry = entries_[i];
  uint64_t stamp = 1;
  if (operations_.stamped) {
    stamp = load<uint64_t>(value);
    value += sizeof stamp;
  } else {
    stamp = load<uint64_t>(value) != 0;
  }
  if (stamp == 0 || stamp >= before)
    return;
  load_words(record_, value, value_);
  entry.stamp = std::max(entry.stamp, stamp);
  if (!operations_.extreme) {
    operations_.merge(current(i), value_.data());
  } else if (stamp >= entry.since) {
    operations_.merge(current(i), value_.data());
    entry.alive = true;
  }
}

void AggregationState::merge(size_t i, std::span<const std::byte> values, size_t stride,
                             uint64_t before) {
  for (size_t at = 0; at + record_.value_size <= values.size(); at += stride)
    merge_value(i, values.data() + at, before);
}

void AggregationState::read(AggregationSource &source, uint64_t epoch) {
  epoch_ = epoch;
  source_ = &source;
  for (Entry &entry : entries_)
    entry.stamp = 0;
  if (!operations_.extreme)
    std::ranges::fill(current_, 0);
  idle_.clear();
  source.read(record_, [&](std::span<const std::byte> key, std::span<const std::byte> values,
                           size_t stride) {
    const uint32_t i = entry_of(key);
    merge(i, values, stride, any_stamp);
    if (entries_[i].idle >= idle_limit && !key.empty())
      idle_.emplace_back(i, std::string(reinterpret_cast<const char *>(key.data()), key.size()));
  });
  find_living_keys();
  forget_idle(source);
  forget_names();
}

void AggregationState::read_before(AggregationSource &source, uint64_t generation) {
  source.read(record_, [&](std::span<const std::byte> key, std::span<const std::byte> values,
                           size_t stride) { merge(entry_of(key), values, stride, generation); });
}

void AggregationState::find_living_keys() {
  for (size_t i = 0; i < entries_.size(); i++) {
    Entry &entry = entries_[i];
    if (!entry.key || entry.alive)
      continue;
    if (!operations_.extreme) {
      const bool stamped = operations_.stamped || entry.since == 0;
      entry.alive = (stamped && entry.stamp != 0 && entry.stamp >= entry.since) ||
                    !std::ranges::equal(current(i), baseline(i));
    }
    if (entry.alive)
      entry.idle = 0;
    else if (entry.since != 0 && entry.idle < idle_limit)
      entry.idle++;
  }
}

void AggregationState::forget_idle(AggregationSource &source) {
  std::ranges::stable_sort(idle_, {}, &std::pair<uint32_t, std::string>::first);
  bool gone = true;
  for (size_t at = 0; at < idle_.size(); at++) {
    const auto &[i, key] = idle_[at];
    gone = gone && !entries_[i].alive && forget(source, i, key);
    // Equal texts may stand under several keys of the map.
    if (at + 1 < idle_.size() && idle_[at + 1].first == i)
      continue;
    if (gone && !entries_[i].alive && is_zero(baseline(i)))
      remove(i);
    gone = true;
  }
  idle_.clear();
}

// Processes start for ever, and each has addresses of its own: without this a trace of days would keep
// them all.
void AggregationState::forget_names() {
  if (addresses_.size() <= most_names_)
    return;
  std::set<uint64_t> living;
  for (const auto &[key, i] : index_)
    for (const KeyField &part : record_.keys)
      if (is_named(part.field) && !part.field.is_constant &&
          part.field.offset + part.field.size <= key.size())
        living.insert(load<uint64_t>(std::as_bytes(std::span(key)).data() + address_offset(part.field)));
  const auto is_gone = [&](const auto &each) { return !living.contains(each.second); };
  std::erase_if(addresses_, is_gone);
  std::erase_if(names_, is_gone);
  most_names_ = std::max(fewest_names, 2 * addresses_.size());
}

// What came between the snapshot and the removal stays: the baseline sinks below 0 by it.
bool AggregationState::forget(AggregationSource &source, size_t i, const std::string &key) {
  const auto last = [&](std::span<const std::byte>, std::span<const std::byte> values,
                        size_t stride) {
    if (operations_.extreme)
      return merge(i, values, stride, any_stamp);
    const std::vector<int64_t> before(current(i).begin(), current(i).end());
    std::ranges::fill(current(i), 0);
    merge(i, values, stride, any_stamp);
    operations_.subtract(baseline(i), current(i).data());
    std::ranges::copy(before, current(i).begin());
  };
  return source.forget(record_, std::as_bytes(std::span(key)), last);
}

void AggregationState::remove(size_t i) {
  index_.erase(*entries_[i].key);
  entries_[i] = {};
  unused_.push_back(i);
}

void AggregationState::show() {
  shown_ = current_;
  if (operations_.extreme || !was_reset_)
    return;
  for (size_t i = 0; i < entries_.size(); i++)
    if (entries_[i].alive)
      operations_.subtract({&shown_[i * width_], width_}, baseline(i).data());
}

void AggregationState::reset(size_t i, uint64_t since) {
  was_reset_ = true;
  if (!operations_.extreme)
    return void(std::ranges::copy(current(i), baseline(i).begin()));
  entries_[i].since = since;
  std::ranges::fill(current(i), 0);
}

void AggregationState::clear(uint64_t generation) {
  clears++;
  for (size_t i = 0; i < entries_.size(); i++)
    if (entries_[i].alive)
      reset(i, generation);
}

void AggregationState::trunc_all(uint64_t generation) {
  clears++;
  for (size_t i = 0; i < entries_.size(); i++) {
    if (!entries_[i].alive)
      continue;
    reset(i, generation);
    entries_[i].alive = false;
    entries_[i].since = needs_generation_ ? generation : no_stamp;
  }
}

void AggregationState::clear_shown(const int64_t *words, uint64_t generation) {
  reset((words - shown_.data()) / width_, generation);
}

void AggregationState::trunc_shown(const int64_t *words, uint64_t generation) {
  const size_t i = (words - shown_.data()) / width_;
  reset(i, generation);
  entries_[i].alive = false;
  entries_[i].since = needs_generation_ ? generation : no_stamp;
}

} // namespace dtrace
