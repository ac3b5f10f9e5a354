// The function part of descriptions against names of symbols.
#include "providers/function_pattern.h"
#include "providers/object_pattern.h"

#include <gtest/gtest.h>

using namespace dtrace;

namespace {

std::string matched(std::string_view pattern, std::vector<std::string_view> names) {
  return FunctionPattern(pattern).match({0, 0, 0, std::move(names)}).value_or("no");
}

} // namespace

TEST(FunctionPattern, Plain) {
  EXPECT_EQ(matched("malloc", {"malloc", "__libc_malloc"}), "malloc");
  EXPECT_EQ(matched("__libc_malloc", {"malloc", "__libc_malloc"}), "__libc_malloc");
  EXPECT_EQ(matched("mallo", {"malloc"}), "no");
}

TEST(FunctionPattern, GlobsTakeTheFirstName) {
  EXPECT_EQ(matched("*malloc", {"malloc", "__libc_malloc"}), "malloc");
  EXPECT_EQ(matched("__*", {"malloc", "__libc_malloc"}), "__libc_malloc");
  EXPECT_EQ(matched("", {"malloc"}), "malloc");
  EXPECT_EQ(matched("*", {"main.cold"}), "no");
  EXPECT_EQ(matched("main.cold", {"main.cold"}), "main.cold");
}

TEST(FunctionPattern, NamesOfTheSource) {
  EXPECT_EQ(matched("ns::f(int)", {"_ZN2ns1fEi"}), "ns::f(int)");
  EXPECT_EQ(matched("ns\\:\\:f(int)", {"_ZN2ns1fEi"}), "ns::f(int)");
  EXPECT_EQ(matched("ns::f", {"_ZN2ns1fEi"}), "ns::f(int)");
  EXPECT_EQ(matched("ns::f(double)", {"_ZN2ns1fEi"}), "no");
  EXPECT_EQ(matched("_ZN2ns1fEi", {"_ZN2ns1fEi"}), "ns::f(int)");
  EXPECT_EQ(matched("ns*", {"_ZN2ns1fEi"}), "ns::f(int)");
  EXPECT_EQ(matched("_ZN2ns*", {"_ZN2ns1fEi"}), "ns::f(int)");
  // A template has its result in front, and the C++ library's tags are in no source.
  EXPECT_EQ(matched("ns::f<int>", {"_ZN2ns1fIiEEiT_"}), "int ns::f<int>(int)");
  EXPECT_EQ(matched("ns::*", {"_ZN2ns1fIiEEiT_"}), "int ns::f<int>(int)");
  EXPECT_EQ(matched("ns::f<long>", {"_ZN2ns1fIiEEiT_"}), "no");
  EXPECT_EQ(matched("made", {"_Z4madeB5cxx11i"}), "made[abi:cxx11](int)");
  EXPECT_EQ(matched("operator new", {"_Znwm"}), "operator new(unsigned long)");
}

TEST(ObjectPattern, Names) {
  const ProcessObject library{"libc.so.6", "/usr/lib/libc.so.6", "", 0, 1, false, 0, 0};
  for (const char *pattern : {"", "libc", "libc.so", "libc.so.6", "lib*", "/usr/lib/libc.so.6"})
    EXPECT_TRUE(is_named(library, pattern)) << pattern;
  for (const char *pattern : {"lib", "a.out", "libc.so.", "c"})
    EXPECT_FALSE(is_named(library, pattern)) << pattern;
  const ProcessObject program{"date", "/bin/date", "", 0, 2, true, 0, 0};
  EXPECT_TRUE(is_named(program, "a.out"));
}

TEST(ProcessOf, Names) {
  EXPECT_EQ(process_of("pid12", "pid"), 12);
  EXPECT_EQ(process_of("pid*", "pid"), 0);
  for (const char *provider : {"pid", "pid0", "pid1x", "pid-1", "pid99999999999", "proc", "p*"})
    EXPECT_FALSE(process_of(provider, "pid")) << provider;
}
