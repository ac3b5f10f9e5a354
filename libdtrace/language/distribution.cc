#include "language/distribution.h"

#include <algorithm>

namespace dtrace {

int64_t lquantize_step(std::span<const int64_t> parameters) {
  return parameters.size() > 2 ? parameters[2] : 1;
}

uint32_t lquantize_levels(std::span<const int64_t> parameters) {
  const int64_t low = parameters[0], high = parameters[1], step = lquantize_step(parameters);
  if (step <= 0 || high <= low)
    return 0;
  const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  return range / step + (range % step != 0);
}

std::vector<int64_t> llquantize_bounds(std::span<const int64_t> parameters) {
  const int64_t factor = parameters[0], low = parameters[1], high = parameters[2];
  const int64_t steps = std::max<int64_t>(parameters[3], 1);
  std::vector<int64_t> bounds;
  if (factor < 2)
    return bounds;
  int64_t from = 1;
  for (int64_t m = 0; m < low; m++)
    if (__builtin_mul_overflow(from, factor, &from))
      return bounds;
  for (int64_t m = low; m <= high; m++) {
    int64_t to;
    if (__builtin_mul_overflow(from, factor, &to))
      return bounds;
    const int64_t step = to / std::min(to, steps);
    for (int64_t bound = from; bound < to; bound += step)
      bounds.push_back(bound);
    from = to;
  }
  bounds.push_back(from);
  return bounds;
}

} // namespace dtrace
