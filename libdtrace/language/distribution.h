// Stage: language. The buckets of lquantize() and llquantize(), which analysis (sizes), codegen and
// bpf/ (numbering) and the consumer (labels) must agree on. Source: the Guide's chapter
// "Aggregations"; abi/aggregation.h.
#pragma once
#include <dtrace/abi/aggregation.h>

#include <cstdint>
#include <span>
#include <vector>

namespace dtrace {

// lquantize's parameters {low, high, step}; the step may be left out and is 1 then.
int64_t lquantize_step(std::span<const int64_t> parameters);
// Buckets between "below low" and "at or above high".
uint32_t lquantize_levels(std::span<const int64_t> parameters);

std::vector<dt_magnitude> llquantize_magnitudes(std::span<const int64_t> parameters);

// llquantize's parameters {factor, low, high, steps}. The lower bound of each bucket from 1 on: a
// magnitude [factor^m, factor^(m+1)) is cut into steps of factor^(m+1) / min(steps, factor^(m+1));
// the last bucket begins at factor^(high+1). Bucket 0 is below the first bound. Bounds past int64_t
// are cut off.
std::vector<int64_t> llquantize_bounds(std::span<const int64_t> parameters);

} // namespace dtrace
