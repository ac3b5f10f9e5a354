// What users of other tracers write.
#include "language/builtin.h"
#include "syntax/foreign.h"

#include <gtest/gtest.h>

namespace dtrace {
namespace {

TEST(Foreign, ProbesAreRewritten) {
  EXPECT_TRUE(advice_on_foreign_probe("kprobe:vfs_read").ends_with("write fbt::vfs_read:entry"));
  EXPECT_TRUE(advice_on_foreign_probe("tracepoint:sched:sched_switch").ends_with("sdt:sched::sched_switch"));
  EXPECT_TRUE(advice_on_foreign_probe("tracepoint:syscalls:sys_exit_read").ends_with("syscall::read:return"));
  EXPECT_EQ(advice_on_foreign_probe("interval:s:5"), "write tick-5s");
  EXPECT_EQ(advice_on_foreign_probe("kprobe"), "");
  EXPECT_EQ(advice_on_foreign_probe("kprobe:a:b"), "");
  EXPECT_EQ(advice_on_foreign_probe(""), "");
}

// A word of D needs no other one.
TEST(Foreign, NoBuiltinIsAdvisedAgainst) {
  for (const Builtin &row : builtins()) {
    const bool is_variable = row.kind == BuiltinKind::Variable || row.kind == BuiltinKind::Array;
    EXPECT_EQ(is_variable ? advice_on_foreign_name(row.name) : advice_on_foreign_call(row.name), "")
        << row.name;
  }
  EXPECT_NE(advice_on_foreign_name("comm"), "");
  EXPECT_NE(advice_on_foreign_call("str"), "");
}

} // namespace
} // namespace dtrace
