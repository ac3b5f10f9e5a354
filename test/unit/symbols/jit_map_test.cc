// Lines of /tmp/perf-PID.map.
#include "symbols/jit_map.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

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

namespace {
// The file of this very process, made anew by each test.
struct JitMapFile : testing::Test {
  const std::string path = "/tmp/perf-" + std::to_string(getpid()) + ".map";
  const std::string other = path + ".other";
  void SetUp() override { TearDown(); }
  void TearDown() override {
    std::filesystem::remove(path);
    std::filesystem::remove(other);
  }
  static std::string find() {
    JitMap map;
    const auto found = map.find(getpid(), 0x1000);
    return found ? std::string(found->name) : "none";
  }
};
constexpr const char *line = "1000 20 made\n";
} // namespace

TEST_F(JitMapFile, OfTheProcess) {
  EXPECT_EQ(find(), "none");
  std::ofstream(path) << line;
  EXPECT_EQ(find(), "made");
}

TEST_F(JitMapFile, WhatIsAddedIsRead) {
  std::ofstream(path) << line << "2000 20 ha";
  JitMap map;
  EXPECT_FALSE(map.find(getpid(), 0x2000));
  std::ofstream(path, std::ios::app) << "lf\n";
  EXPECT_EQ(map.find(getpid(), 0x2000)->name, "half");
}

TEST_F(JitMapFile, FifosAndLinksAreNone) {
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(find(), "none");
  std::filesystem::remove(path);
  std::ofstream(other) << line;
  std::filesystem::create_symlink(other, path);
  EXPECT_EQ(find(), "none");
  std::filesystem::remove(path);
  std::filesystem::create_symlink("/dev/zero", path);
  EXPECT_EQ(find(), "none");
}

TEST_F(JitMapFile, OfAnotherUserIsNone) {
  constexpr uid_t another = 12345;
  if (geteuid() != 0)
    GTEST_SKIP() << "only root gives files away";
  std::ofstream(path) << line;
  ASSERT_EQ(chown(path.c_str(), another, another), 0);
  EXPECT_EQ(find(), "none");
}

TEST_F(JitMapFile, OfALargeFileTheBeginning) {
  std::ofstream(path) << line;
  std::filesystem::resize_file(path, uint64_t{1} << 40);
  EXPECT_EQ(find(), "made"); // the hole is not a line, and its end is not looked for
}
