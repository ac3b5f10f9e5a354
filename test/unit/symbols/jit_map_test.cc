// Lines of /tmp/perf-PID.map.
#include "symbols/jit_map.h"

#include <gtest/gtest.h>

using namespace dtrace;

namespace {
constexpr pid_t nobody = 1 << 30; // has no file
std::string at(JitMap &map, uint64_t address) {
  const auto found = map.find(nobody, address);
  return found ? std::string(found->name) + "+" + std::to_string(found->offset) : "none";
}
} // namespace

TEST(JitMap, Lines) {
  JitMap map;
  map.add("1000 20 first function\n0x2000 0x10 second\n\nnonsense\n3000 0 empty\n4000 10 \n");
  EXPECT_EQ(at(map, 0x1000), "first function+0");
  EXPECT_EQ(at(map, 0x101f), "first function+31");
  EXPECT_EQ(at(map, 0x1020), "none");
  EXPECT_EQ(at(map, 0x2001), "second+1");
  EXPECT_EQ(at(map, 0x3000), "none");
  EXPECT_EQ(at(map, 0xfff), "none");
}

TEST(JitMap, LaterLinesReplace) {
  JitMap map;
  map.add("1000 20 old\n");
  map.add("1000 10 new\n");
  EXPECT_EQ(at(map, 0x1008), "new+8");
  EXPECT_EQ(at(map, 0x1018), "none");
}
