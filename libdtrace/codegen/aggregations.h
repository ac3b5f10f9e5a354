// Stage: codegen. Aggregations: find this CPU's value, update it by the aggregating function's code in
// bpf/.
#pragma once
#include "codegen/code.h"
#include "language/distribution.h"

namespace dtrace::codegen {

class Expressions;
class Variables;
class Strings;
class Stacks;
class Records;

class Aggregations : Code {
public:
  Aggregations(FunctionState &fn, Expressions &expressions, Variables &variables,
               Strings &strings, Stacks &stacks, Records &records)
      : Code(fn), expressions_(expressions), variables_(variables), strings_(strings),
        stacks_(stacks), records_(records) {}

  void aggregate(const typed::Statement &statement);

private:
  Value *plain_slot(const AggregationRecord &aggregation);
  Value *aggregation_key(const AggregationRecord &aggregation, const typed::Statement &statement);
  void zero_gaps(const AggregationRecord &aggregation, Value *key);
  void copy_key(Value *to, Value *key, uint32_t size);
  void update_keyed(const AggregationRecord &aggregation, Value *key, Value *sample, Value *weight,
                    Block *full, Block *after);
  struct Outcome { // where to go on
    Block *full, *after, *later;
  };
  void update_element(llvm::GlobalVariable *map, const AggregationRecord &aggregation, Value *key,
                      Value *sample, Value *weight, const Outcome &then);
  void update(const AggregationRecord &aggregation, Value *slot, Value *sample, Value *weight);
  void send_update(const AggregationRecord &aggregation, const typed::Statement &statement, Value *key,
                   Value *sample, Value *weight, Block *full);
  llvm::GlobalVariable *magnitude_table(const std::vector<dt_magnitude> &rows);

  Expressions &expressions_;
  Variables &variables_;
  Strings &strings_;
  Stacks &stacks_;
  Records &records_;
};

} // namespace dtrace::codegen
