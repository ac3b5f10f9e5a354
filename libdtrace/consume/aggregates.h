// Stage: consume. The aggregations as the user sees them: the kernel's values only grow, so
// clear(), trunc() and normalize() live here. A key's value is what the kernel has, all CPUs
// merged, less what it had at the last clear() (min and max: what came with a stamp since then).
//
// Always: between begin_firing() and the next, all operations work on one snapshot, so that nothing
// is lost between `printa(@a); clear(@a)`: an update that came after the snapshot counts after the
// clear().
#pragma once
#include "consume/recorded_names.h"
#include "consume/aggregation_source.h"
#include "consume/handler.h"
#include "language/options.h"

#include <memory>
#include <optional>

namespace dtrace {

class AggregationState;

class Aggregates {
public:
  Aggregates(const Manifest &manifest, const RecordedNames &names, const Options &options,
             AggregationSource &source);
  ~Aggregates();

  void begin_firing(); // the next operation takes a new snapshot

  // Joined on equal keys and sorted by the options aggsort*. Valid until the next call of any kind.
  const AggregationTable &table(std::span<const uint32_t> aggregations);
  void clear(uint32_t aggregation);
  // All keys; or all but the `keep` with the largest values; negative: the smallest.
  void trunc(uint32_t aggregation, std::optional<int64_t> keep);
  void normalize(uint32_t aggregation, int64_t factor); // 0 is ignored
  void denormalize(uint32_t aggregation);

  // For interfaces that reset keys which no clause does: before the snapshot, then by the words of
  // rows that table() gave since; those of several tables live until the next snapshot.
  void expect_resets();
  void clear_row(uint32_t aggregation, const int64_t *words);
  void trunc_row(uint32_t aggregation, const int64_t *words);

  void set_printed(uint32_t aggregation);
  bool was_printed(uint32_t aggregation) const;

private:
  AggregationState &snapshot(uint32_t aggregation);
  AggregationState &snapshot_for_reset(uint32_t aggregation, bool trunc);
  void start_epoch();

  const RecordedNames &names_;
  const Options &options_;
  AggregationSource &source_;
  std::vector<std::unique_ptr<AggregationState>> states_;
  AggregationTable table_;
  bool epoch_open_ = false, resets_expected_ = false;
  uint64_t epoch_ = 0;      // serial of the firing
  uint64_t generation_ = 0; // what updates after this firing's snapshot carry at least
};

} // namespace dtrace
