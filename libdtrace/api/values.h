// Stage: api. Fields of records and keys -> the values of the C interface.
#pragma once
#include "consume/recorded_names.h"
#include "dtrace/dtrace.h"
#include "output/symbolizer.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace dtrace {

// A list of values, with the memory that they point to besides the record's or key's own.
class ValueList {
public:
  void clear();
  void add(const RecordedNames &names, Symbolizer &symbolizer, const Field &field,
           const std::byte *base);
  const dtrace_value_t *data() const { return values_.data(); }
  size_t size() const { return values_.size(); }

private:
  void set_frames(dtrace_value_t &value, const std::vector<StackFrame> &frames);

  std::vector<dtrace_value_t> values_;
  std::deque<std::string> texts_;
  std::deque<std::vector<uint64_t>> frames_;
};

// As keys are sorted: < 0, 0, > 0. Of different kinds: by kind.
int compare_values(const dtrace_value_t &a, const dtrace_value_t &b);

} // namespace dtrace
