#include "export/powers.h"

#include <algorithm>

namespace dtrace::stream {

namespace {
constexpr int32_t kPowers = 64;

// direction: 1 above the bucket of zero, -1 below it.
PowerBuckets powers(const MetricRow &row, int32_t direction) {
  PowerBuckets side;
  for (int32_t power = 0; power < kPowers; power++) {
    const int32_t bucket = static_cast<int32_t>(kZeroBucket) + direction * (power + 1);
    const int64_t count = bucket < 0 ? 0 : row.part(static_cast<uint32_t>(bucket));
    if (count && side.counts.empty())
      side.first = power;
    if (count)
      side.counts.resize(static_cast<size_t>(power - side.first)), side.counts.push_back(count);
  }
  return side;
}
} // namespace

PowerBuckets positive_powers(const MetricRow &row) {
  return powers(row, 1);
}

PowerBuckets negative_powers(const MetricRow &row) {
  return powers(row, -1);
}

} // namespace dtrace::stream
