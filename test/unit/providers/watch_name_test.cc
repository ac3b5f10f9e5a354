// The names and places of watch's probes. No kernel.
#include "providers/watch_name.h"

#include <gtest/gtest.h>
#include <linux/hw_breakpoint.h>

using namespace dtrace;

TEST(WatchName, AccessAndLength) {
  const auto written = read_watch_name("w");
  ASSERT_TRUE(written);
  EXPECT_EQ(written->type, uint32_t{HW_BREAKPOINT_W});
  EXPECT_EQ(written->length, 0u);
  const auto both = read_watch_name("rw4");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->type, uint32_t{HW_BREAKPOINT_RW});
  EXPECT_EQ(both->length, 4u);
  EXPECT_EQ(read_watch_name("x")->type, uint32_t{HW_BREAKPOINT_X});
  for (const char *name : {"", "r", "r8", "w3", "w0", "w08", "w16", "w-1", "w4 ", "x4", "entry", "W", "rw0x4"})
    EXPECT_FALSE(read_watch_name(name)) << name;
}

TEST(WatchName, SaysWhatToWriteInstead) {
  EXPECT_EQ(explain_watch_name("rw8"), "");
  EXPECT_EQ(explain_watch_name(""), "");
  EXPECT_NE(explain_watch_name("r4").find("write rw"), std::string::npos);
  EXPECT_NE(explain_watch_name("return").find("w (written)"), std::string::npos);
}

TEST(WatchName, Places) {
  EXPECT_EQ(read_watch_place("counter").variable, "counter");
  EXPECT_EQ(read_watch_place("counter").offset, 0u);
  EXPECT_EQ(read_watch_place("table+16").variable, "table");
  EXPECT_EQ(read_watch_place("table+16").offset, 16u);
  EXPECT_EQ(read_watch_place("table+0x10").offset, 16u);
  EXPECT_EQ(read_watch_place("0x404040").variable, "");
  EXPECT_EQ(read_watch_place("0x404040").offset, 0x404040u);
  EXPECT_EQ(read_watch_place("operator+").variable, "operator+"); // a name with a plus of its own
  EXPECT_EQ(read_watch_place("0xyz").variable, "0xyz");
  EXPECT_EQ(read_watch_place("+8").variable, "+8");
}
