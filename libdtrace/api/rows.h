// Stage: api. A snapshot's rows as the C interface shows them, and their orders.
#pragma once
#include "api/values.h"
#include "consume/aggregates.h"
#include "dtrace/dtrace.h"

#include <memory>
#include <vector>

namespace dtrace {

struct AggregationRow {
  dtrace_aggdata_t data{};
  AggregationValue value; // of the snapshot
  AggregationTable::Row key;
  ValueList keys;
  std::vector<dtrace_aggbucket_t> buckets;
  long double sort_value = 0;
};

// Rows stay where they are made: dtrace_aggdata_t points into them.
class RowList {
public:
  RowList(dtrace_hdl_t *handle, const RecordedNames &names, Symbolizer &symbolizer)
      : handle_(handle), names_(names), symbolizer_(symbolizer) {}

  void add(const AggregationValue &value, const AggregationTable::Row &key);
  std::vector<std::unique_ptr<AggregationRow>> rows;

private:
  void set_value(AggregationRow &row);
  void set_buckets(AggregationRow &row);
  const std::vector<dtrace_aggbucket_t> &bounds_of(const AggregationRecord &record);

  dtrace_hdl_t *handle_;
  const RecordedNames &names_;
  Symbolizer &symbolizer_;
  std::vector<std::vector<dtrace_aggbucket_t>> bounds_; // by aggregation, counts 0
};

// By key, then by aggregation; by value, then by key, then by aggregation. `separately`: by
// aggregation first. reverse: all of it.
struct RowOrder {
  bool by_key, separately, reverse;
};
void sort_rows(RowList &list, const RowOrder &order);

} // namespace dtrace
