// The buckets of lquantize() and llquantize().
#include <gtest/gtest.h>

#include "language/distribution.h"

#include <algorithm>
#include <random>

namespace dtrace {
namespace {

using Parameters = std::vector<int64_t>;

TEST(Lquantize, Levels) {
  EXPECT_EQ(lquantize_levels(Parameters{0, 100, 10}), 10u);
  EXPECT_EQ(lquantize_levels(Parameters{0, 101, 10}), 11u);
  EXPECT_EQ(lquantize_levels(Parameters{-5, 5}), 10u);
  EXPECT_EQ(lquantize_levels(Parameters{5, 5, 1}), 0u);
  EXPECT_EQ(lquantize_levels(Parameters{0, 5, 0}), 0u);
  EXPECT_EQ(lquantize_levels(Parameters{INT64_MIN, INT64_MAX, INT64_MAX}), 3u);
}

TEST(Llquantize, Bounds) {
  EXPECT_EQ(
      llquantize_bounds(Parameters{10, 0, 1, 10}),
      (std::vector<int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}));
  EXPECT_EQ(llquantize_bounds(Parameters{2, 3, 5, 2}), (std::vector<int64_t>{8, 16, 32, 64}));
  EXPECT_EQ(llquantize_bounds(Parameters{2, 3, 3, 4}), (std::vector<int64_t>{8, 12, 16}));
  EXPECT_EQ(llquantize_bounds(Parameters{1, 0, 3, 4}), (std::vector<int64_t>{}));
  EXPECT_EQ(llquantize_bounds(Parameters{10, 30, 31, 10}), (std::vector<int64_t>{}));
}

TEST(Llquantize, BoundsAscendAndHitEachMagnitude) {
  std::mt19937 random(1);
  for (int i = 0; i < 500; i++) {
    const int64_t factor = 2 + random() % 20, low = random() % 4, high = low + random() % 4;
    const int64_t steps = factor * (1 + random() % 5);
    const auto bounds = llquantize_bounds(Parameters{factor, low, high, steps});
    ASSERT_TRUE(std::ranges::is_sorted(bounds));
    ASSERT_EQ(std::ranges::adjacent_find(bounds), bounds.end());
    int64_t magnitude = 1;
    for (int64_t m = 0; m <= high + 1; m++, magnitude *= factor)
      EXPECT_EQ(std::ranges::binary_search(bounds, magnitude), m >= low);
    EXPECT_LE(bounds.size(), static_cast<size_t>((high - low + 1) * steps * 2 + 1));
  }
}

} // namespace
} // namespace dtrace
