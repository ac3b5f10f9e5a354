// Stage: consume. One aggregation: its keys, their values at the last snapshot, and what clear()
// and trunc() took away from them.
//
// A key's value is `current - baseline`, word by word: current is what the kernel has, all CPUs
// merged; baseline what it had at the last reset. The extremes (min, max) have no baseline: values
// older than the key's `since` do not count. A key that trunc() removed is not alive until it is
// updated again; one that stays so for some snapshots is removed from the kernel's map.
#pragma once
#include "consume/recorded_names.h"
#include "consume/aggregation_source.h"
#include "consume/aggregation_value.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace dtrace {

class AggregationState {
public:
  AggregationState(const RecordedNames &names, const AggregationRecord &record);

  const AggregationRecord &record() const { return record_; }
  bool is_extreme() const { return operations_.extreme; }

  // Some clause clears or truncates it. Whether that takes a generation of its own: extremes
  // always; sums when truncated, since sum(0) changes nothing but the stamp.
  void plan_reset(bool trunc);
  bool needs_generation() const { return needs_generation_; }

  void read(AggregationSource &source, uint64_t epoch); // a new snapshot
  // Extremes: adds to the snapshot what has come since it, up to that generation.
  void read_before(AggregationSource &source, uint64_t generation);
  uint64_t epoch() const { return epoch_; }

  void show(); // prepares each()'s words
  // Calls each(key, words) for every key that lives.
  template <class Each> void each(Each &&each) const {
    for (size_t i = 0; i < entries_.size(); i++)
      if (entries_[i].alive)
        each(reinterpret_cast<const std::byte *>(entries_[i].key->data()), &shown_[i * width_]);
  }

  // generation: that which updates after the snapshot carry.
  void clear(uint64_t generation);
  void trunc_all(uint64_t generation);
  // The key whose words these are, as each() gave them.
  void clear_shown(const int64_t *words, uint64_t generation);
  void trunc_shown(const int64_t *words, uint64_t generation);

  int64_t factor = 1;  // of normalize()
  uint64_t clears = 0; // of all keys
  bool printed = false;

private:
  struct Entry {
    const std::string *key = nullptr; // null: unused
    uint64_t since = 0; // updates with this stamp or a later one came after the last reset
    uint64_t stamp = 0; // the greatest of the last snapshot
    bool alive = false;
    uint8_t idle = 0; // snapshots without an update since trunc()
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };

  std::string_view canonical(std::span<const std::byte> key);
  uint32_t canonical_string(uint32_t index);
  uint64_t canonical_address(const Field &field, uint64_t process, uint64_t address);
  uint32_t entry_of(std::span<const std::byte> key);
  std::span<int64_t> current(size_t i) { return {&current_[i * width_], width_}; }
  std::span<int64_t> baseline(size_t i) { return {&baseline_[i * width_], width_}; }
  void merge(size_t i, std::span<const std::byte> values, size_t stride, uint64_t before);
  void merge_value(size_t i, const std::byte *value, uint64_t before);
  void find_living_keys();
  void forget_idle(AggregationSource &source);
  void forget_names(); // of addresses that no key has any more
  bool forget(AggregationSource &source, size_t i, const std::string &key);
  void remove(size_t i);
  void reset(size_t i, uint64_t since);

  const RecordedNames &recorded_;
  const AggregationRecord &record_;
  const AggregationOperations &operations_;
  const uint32_t width_;   // words a value
  bool has_texts_ = false; // keys that may be equal although their bytes differ
  bool needs_generation_ = false;
  bool was_reset_ = false;
  uint64_t epoch_ = 0;

  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> index_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> unused_;
  std::vector<int64_t> current_, baseline_, shown_;        // entries × width
  std::vector<int64_t> value_;                             // one value, while merging
  std::string scratch_;                                    // one key, while canonical() works
  std::unordered_map<std::string_view, uint32_t> strings_; // text -> the first index seen
  // Names of addresses, by form and process, and what addresses became.
  using Place = std::tuple<AddressForm, uint64_t, uint64_t>;
  std::map<std::tuple<AddressForm, uint64_t, std::string>, uint64_t> names_;
  std::map<Place, uint64_t> addresses_;
  static constexpr size_t fewest_names = 4096;
  size_t most_names_ = fewest_names; // more are looked through
  AggregationSource *source_ = nullptr;                // while it is read
  std::vector<std::pair<uint32_t, std::string>> idle_; // entries to forget, by the map's key
};

} // namespace dtrace
