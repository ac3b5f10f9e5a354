// The table of actions (language/actions.def): what more than one stage asks of it.
#include "base/enum_size.h"
#include "language/action.h"

#include <gtest/gtest.h>

namespace dtrace {
namespace {

TEST(Actions, KindsAreTheRows) {
  EXPECT_EQ(enum_size<ActionKind>, static_cast<size_t>(ActionKind::Breakpoint) + 1);
}

TEST(Actions, TraitsStandInTheRow) {
  EXPECT_EQ(effect_of(ActionKind::Commit), RecordEffect::Commit);
  EXPECT_EQ(effect_of(ActionKind::Breakpoint), RecordEffect::Kernel);
  EXPECT_TRUE(has(ActionKind::Discard, ends_speculation));
  EXPECT_TRUE(has(ActionKind::Printa, of_aggregations));
  EXPECT_FALSE(has(ActionKind::Printf, of_aggregations));
  EXPECT_TRUE(has(ActionKind::JavaStack, of_stack));
}

} // namespace
} // namespace dtrace
