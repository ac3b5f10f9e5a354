// Stage: consume. Rows of aggregations: joined on equal keys, and in the order the Guide gives: by
// value, then by key, or as the options aggsortkey, aggsortkeypos, aggsortpos, aggsortrev say.
#pragma once
#include "consume/aggregation_state.h"
#include "language/options.h"

namespace dtrace {

struct AggregationOrder {
  explicit AggregationOrder(const RecordedNames &all) : names(all) {}
  AggregationOrder(const RecordedNames &all, const Options &options);

  const RecordedNames &names;
  bool by_key = false, reverse = false;
  size_t first_key = 0;   // compared first, then those after it, then those before
  size_t first_value = 0; // the same for columns
};

// table.columns are set, one a state, which was shown; fills rows and words. The order is that of
// the states' keys.
void join_rows(const RecordedNames &names, const std::vector<AggregationState *> &states,
               AggregationTable &table);
void sort_rows(AggregationTable &table, const AggregationOrder &order);

} // namespace dtrace
