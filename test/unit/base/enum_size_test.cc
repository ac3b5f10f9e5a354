// What makes a table that lacks a row not compile (base/enum_size.h).
#include "base/enum_size.h"

#include <gtest/gtest.h>

namespace dtrace {
namespace {

enum class Color { Red, Green, Blue2 };
enum class Nothing {};
struct Row {
  Color color;
  int value;
};

TEST(EnumSize, CountsEnumerators) {
  EXPECT_EQ(enum_size<Color>, 3u);
  EXPECT_EQ(enum_size<Nothing>, 0u);
}

TEST(EnumSize, TellsTablesThatLackARow) {
  constexpr Row whole[] = {{Color::Red, 1}, {Color::Green, 2}, {Color::Blue2, 3}};
  constexpr Row cut_short[] = {{Color::Red, 1}, {Color::Green, 2}};
  constexpr Row turned[] = {{Color::Green, 2}, {Color::Red, 1}, {Color::Blue2, 3}};
  EXPECT_TRUE(in_order(whole, &Row::color));
  EXPECT_FALSE(in_order(cut_short, &Row::color));
  EXPECT_FALSE(in_order(turned, &Row::color));
}

} // namespace
} // namespace dtrace
