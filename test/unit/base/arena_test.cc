#include "base/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace dtrace {

namespace {
struct Counted {
  int *count;
  explicit Counted(int *count) : count(count) { ++*count; }
  Counted(const Counted &) = delete;
  ~Counted() { --*count; }
};
} // namespace

TEST(Arena, DestroysWhatItMade) {
  int alive = 0;
  {
    Arena arena;
    for (int i = 0; i < 1000; i++)
      arena.make<Counted>(&alive);
    EXPECT_EQ(alive, 1000);
  }
  EXPECT_EQ(alive, 0);
}

TEST(Arena, NodesStayWhereTheyAre) {
  Arena arena;
  std::vector<std::string *> nodes;
  for (int i = 0; i < 5000; i++)
    nodes.push_back(arena.make<std::string>(std::to_string(i) + std::string(40, 'x')));
  Arena moved = std::move(arena);
  arena = Arena();
  for (int i = 0; i < 5000; i++)
    ASSERT_TRUE(nodes[i]->starts_with(std::to_string(i) + "x"));
}

TEST(Arena, MoveAssignmentGivesBackTheOldNodes) {
  int old = 0, kept = 0;
  Arena first, second;
  first.make<Counted>(&old);
  second.make<Counted>(&kept);
  first = std::move(second);
  EXPECT_EQ(old, 0);
  EXPECT_EQ(kept, 1);
}

TEST(Arena, AlignsAndTakesLargeNodes) {
  struct Large {
    char bytes[100000];
  };
  struct alignas(64) Aligned {
    char byte;
  };
  Arena arena;
  for (int i = 0; i < 50; i++) {
    arena.make<char>('x');
    EXPECT_EQ(reinterpret_cast<uintptr_t>(arena.make<Aligned>()) % 64, 0u);
    arena.make<char>('x');
    EXPECT_EQ(reinterpret_cast<uintptr_t>(arena.make<double>(1.0)) % alignof(double), 0u);
    arena.make<Large>()->bytes[99999] = 1;
  }
}

TEST(Arena, InternsCopies) {
  Arena arena;
  std::string text = "abc";
  const std::string_view copy = arena.intern(text);
  text = "xyz";
  EXPECT_EQ(copy, "abc");
  EXPECT_EQ(copy.data()[3], '\0');
  EXPECT_EQ(arena.intern(""), "");
}

} // namespace dtrace
