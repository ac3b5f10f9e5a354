// Files that would have us wait, or leave the folder they are looked for in.
#include "files/open_file.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace dtrace;

namespace {

struct OpenFile : testing::Test {
  std::string folder = "/tmp/open_file_test.XXXXXX";
  void SetUp() override { ASSERT_TRUE(mkdtemp(folder.data())); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string make(const std::string &name, const std::string &text) {
    std::filesystem::create_directories(std::filesystem::path(folder + "/" + name).parent_path());
    std::ofstream(folder + "/" + name) << text;
    return folder + "/" + name;
  }
  std::string link(const std::string &name, const std::string &target) {
    std::filesystem::create_directories(std::filesystem::path(folder + "/" + name).parent_path());
    std::filesystem::create_symlink(target, folder + "/" + name);
    return folder + "/" + name;
  }
  // What is read at the path when the folder is the root, by hand; "-": nothing is found.
  std::string walk(const std::string &path, LastLink last = LastLink::Follow) {
    const Descriptor root(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const Descriptor found = walk_in_root(root.get(), path, last);
    if (!found)
      return "-";
    const auto text = read_file("/proc/self/fd/" + std::to_string(found.get()), 100);
    return text ? *text : text.error().message;
  }
};

std::string why(const std::string &path, LastLink last = LastLink::Follow) {
  const auto file = open_file(path, last);
  return file ? "" : file.error().message;
}

} // namespace

TEST_F(OpenFile, OnlyRegularFilesAndAtOnce) {
  ASSERT_EQ(mkfifo((folder + "/fifo").c_str(), 0600), 0);
  EXPECT_EQ(why(folder + "/fifo"), "it is not a regular file");
  EXPECT_EQ(why(link("to-fifo", folder + "/fifo")), "it is not a regular file");
  EXPECT_EQ(why("/dev/zero"), "it is not a regular file");
  EXPECT_EQ(why(link("to-device", "/dev/zero")), "it is not a regular file");
  EXPECT_EQ(why(folder), "it is not a regular file");
  EXPECT_EQ(why(folder + "/nothing"), "No such file or directory");
  EXPECT_EQ(why(make("text", "a")), "");
}

TEST_F(OpenFile, LinksAreFollowedOnlyOnRequest) {
  make("text", "a");
  const std::string path = link("to-text", "text");
  EXPECT_EQ(why(path), "");
  EXPECT_EQ(why(path, LastLink::Refuse), "it is not a regular file");
}

// Opening a file that is leased for writing waits for the holder, 45 s by default.
TEST_F(OpenFile, DoesNotWaitForALease) {
  const std::string path = make("leased", "a");
  const Descriptor holder(open(path.c_str(), O_RDWR | O_CLOEXEC));
  signal(SIGIO, SIG_IGN);
  if (fcntl(holder.get(), F_SETLEASE, F_WRLCK) != 0)
    GTEST_SKIP() << "this file system has no leases";
  EXPECT_EQ(why(path), "another process holds a lease on it");
}

TEST_F(OpenFile, ReadsNoMoreThanItMay) {
  const std::string path = make("text", "four");
  EXPECT_EQ(read_file(path, 4).value_or("?"), "four");
  EXPECT_EQ(read_file(path, 3).error().message, "it is larger than 3 bytes");
  EXPECT_EQ(read_kernel_file(path, 3).value_or("?"), "fou");
  EXPECT_EQ(read_kernel_file(folder + "/nothing", 3).error(), ENOENT);
}

TEST_F(OpenFile, RootsOfProcesses) {
  EXPECT_EQ(split_root("/proc/12/root/usr/x").root, "/proc/12/root");
  EXPECT_EQ(split_root("/proc/12/root/usr/x").path, "/usr/x");
  EXPECT_EQ(split_root("/proc/12/rooter/x").root, "");
  EXPECT_EQ(split_root("/proc/12/exe").root, "");
  EXPECT_EQ(split_root("/proc//root/x").root, "");
  EXPECT_EQ(split_root("/proc/self/root/x").path, "/proc/self/root/x");
  const std::string path = make("text", "a");
  EXPECT_EQ(why("/proc/" + std::to_string(getpid()) + "/root" + path), "");
}

// What a process of another root folder has, whatever its links say.
TEST_F(OpenFile, NoLinkLeadsOutOfTheRoot) {
  make("etc/secret", "inside");
  make("a/b/text", "text");
  link("absolute", "/etc/secret");
  link("a/up", "../../../../../../etc/secret");
  link("folder", "/a/b");
  link("outside", folder + "/etc/secret");
  link("round", "round");
  link("passwd", "/etc/passwd");
  EXPECT_EQ(walk("/absolute"), "inside");
  EXPECT_EQ(walk("absolute"), "inside");
  EXPECT_EQ(walk("/a/up"), "inside");
  EXPECT_EQ(walk("/../../etc//secret"), "inside");
  EXPECT_EQ(walk("/folder/text"), "text");
  EXPECT_EQ(walk("/folder/./../b/text"), "text");
  EXPECT_EQ(walk("/outside"), "-");
  EXPECT_EQ(walk("/round"), "-");
  EXPECT_EQ(walk("/passwd"), "-");
  EXPECT_EQ(walk("/a/b/text/x"), "-");
  EXPECT_EQ(walk("/absolute", LastLink::Refuse), "it is not a regular file");
  EXPECT_EQ(walk("/folder/text", LastLink::Refuse), "text");
  EXPECT_EQ(walk("/a/b/.."), "it is not a regular file");
}
