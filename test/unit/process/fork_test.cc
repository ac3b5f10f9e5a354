// Children of ours allocate nothing: another thread may have held the allocator's lock as they were
// made. malloc() is this program's own here, and counts the calls from other processes than the
// test's.
#include "process/process.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define COUNTS_ALLOCATIONS 1

namespace {
pid_t tester = 0; // 0: nothing is counted
std::atomic<int> *of_children;
} // namespace

extern "C" void *__libc_malloc(size_t);
extern "C" void *malloc(size_t size) {
  if (tester && getpid() != tester)
    ++*of_children;
  return __libc_malloc(size);
}
#endif

namespace dtrace {
namespace {

std::vector<Processes::End> wait_for_end(Processes &processes) {
  pollfd end = {processes.fds().at(0), POLLIN, 0};
  poll(&end, 1, -1);
  return processes.collect();
}

TEST(Fork, ChildrenAllocateNothing) {
#ifdef COUNTS_ALLOCATIONS
  of_children = static_cast<std::atomic<int> *>(mmap(
      nullptr, sizeof *of_children, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  tester = getpid();
  Processes processes;
  processes.change_environment({"FORK_TEST=a value that is longer than any small string", "HOME"});
  ASSERT_TRUE(processes.create("sh", {"sh", "-c", "exit 0"}));
  ASSERT_TRUE(processes.go()); // by then its guard has been started, too
  wait_for_end(processes);
  EXPECT_EQ(of_children->load(), 0);
  tester = 0;
#else
  GTEST_SKIP() << "the sanitizer, or another C library, has an allocator of its own";
#endif
}

TEST(Fork, ChangesOfTheEnvironmentReachTheChild) {
  Processes processes;
  setenv("FORK_TEST_GONE", "1", 1);
  setenv("FORK_TEST_CHANGED", "before", 1);
  processes.change_environment({"FORK_TEST_GONE", "FORK_TEST_CHANGED=first",
                                "FORK_TEST_CHANGED=last", "FORK_TEST_NEW=a=b", "FORK_TEST_BACK=1",
                                "FORK_TEST_BACK"});
  ASSERT_TRUE(processes.create(
      "sh",
      {"sh", "-c",
       "test \"$FORK_TEST_CHANGED:$FORK_TEST_NEW:${FORK_TEST_GONE-no}:${FORK_TEST_BACK-no}\" = "
       "last:a=b:no:no"}));
  ASSERT_TRUE(processes.go());
  const auto ends = wait_for_end(processes);
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_TRUE(ends[0].as_planned) << ends[0].text;
}

} // namespace
} // namespace dtrace
