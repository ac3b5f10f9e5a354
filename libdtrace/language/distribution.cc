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

std::vector<dt_magnitude> llquantize_magnitudes(std::span<const int64_t> parameters) {
  const int64_t factor = parameters[0], low = parameters[1], high = parameters[2];
  const int64_t steps = std::max<int64_t>(parameters[3], 1);
  std::vector<dt_magnitude> magnitudes;
  if (factor < 2)
    return magnitudes;
  int64_t from = 1;
  for (int64_t m = 0; m < low; m++)
    if (__builtin_mul_overflow(from, factor, &from))
      return magnitudes;
  uint64_t bucket = 1;
  for (int64_t m = low; m <= high; m++) {
    int64_t to;
    if (__builtin_mul_overflow(from, factor, &to))
      return magnitudes;
    const int64_t step = to / std::min(to, steps);
    magnitudes.push_back({from, step, bucket});
    bucket += (to - from - 1) / step + 1;
    from = to;
  }
  magnitudes.push_back({from, INT64_MAX, bucket});
  return magnitudes;
}

std::vector<int64_t> llquantize_bounds(std::span<const int64_t> parameters) {
  const std::vector<dt_magnitude> magnitudes = llquantize_magnitudes(parameters);
  std::vector<int64_t> bounds;
  for (size_t i = 0; i < magnitudes.size(); i++) {
    const auto &[from, step, bucket] = magnitudes[i];
    const uint64_t end = i + 1 < magnitudes.size() ? magnitudes[i + 1].bucket : bucket + 1;
    for (uint64_t at = bucket; at < end; at++)
      bounds.push_back(from + static_cast<int64_t>(at - bucket) * step);
  }
  return bounds;
}

} // namespace dtrace
