// Probes, enablings, args[], and the order of actions in a clause.
#include "analyzed.h"

namespace dtrace::test {

TEST(Enablings, ClausesThatShareAProgramAreInProgramOrder) {
  const Analyzed a(
      "syscall::read:entry { }\nBEGIN { }\nsyscall::write:entry, syscall::read:entry { }");
  EXPECT_EQ(a.part("program syscall_entry"), "program syscall_entry\n"
                                             "  probe 4 syscall:vmlinux:read:entry\n"
                                             "  probe 6 syscall:vmlinux:write:entry\n"
                                             "  enabling clause 1 0\n"
                                             "  enabling clause 3\n");
  EXPECT_EQ(a.part("program BEGIN"), "program BEGIN\n"
                                     "  probe 1 dtrace:::BEGIN\n"
                                     "  enabling clause 2\n");
  EXPECT_EQ(a.manifest().matched_probes, 4u);
  EXPECT_EQ(a.manifest().program_matches, std::vector<uint32_t>{4});
  EXPECT_EQ(a.manifest().matches[2].first, "syscall::write:entry");
  EXPECT_EQ(a.manifest().probes.at(6).function, "write");
}

TEST(Enablings, OverlappingDescriptionsFireTwice) {
  const Analyzed a("syscall::read:entry, syscall::read:entr? { }");
  EXPECT_EQ(a.part("program"), "program syscall_entry\n"
                               "  probe 4 syscall:vmlinux:read:entry\n"
                               "  enabling clause 1\n"
                               "  enabling clause 1\n");
}

TEST(Enablings, WithoutAProbeThereIsAnError) {
  EXPECT_EQ(Analyzed("syscall::raed:entry { }").error(),
            "D_PDESC_ZERO 1: probe description syscall::raed:entry does not match any probes | "
            "there is no function raed; did you mean read?");
  EXPECT_EQ(Analyzed("syscall::raed:entry { }\nBEGIN { x = 1; }", {{"zdefs", ""}}).error(), "none");
}

TEST(Enablings, WithZUnmatchedClausesStillGiveVariablesTheirTypes) {
  const Analyzed a("nosuch:::start { self->t = timestamp; self->x = args[0]; }\n"
                   "BEGIN { trace(self->t); }",
                   {{"zdefs", ""}});
  EXPECT_EQ(a.variable("self->t"), "uint64_t") << a.dumped();
}

// Without a probe args[] has no types: the clause is tried, fails, and is as if it had not been there.
TEST(Attempts, ThatFailLeaveNoTraces) {
  const Analyzed a("nosuch:::start { self->t = 1; @sums[\"a text\"] = sum(1); trace(args[0]); }\n"
                   "BEGIN { trace(1); }",
                   {{"zdefs", ""}});
  ASSERT_EQ(a.error(), "none");
  EXPECT_TRUE(a.manifest().aggregations.empty()) << a.dumped();
  EXPECT_TRUE(a.manifest().strings.empty() || a.manifest().strings.front() != "a text");
  EXPECT_TRUE(a.program->variables.empty()) << a.dumped();
  EXPECT_EQ(a.program->clauses.size(), 1u);
}

TEST(Errors, EveryClauseTellsItsFirst) {
  const Analyzed a("BEGIN { trace(nosuch1); trace(nosuch2); }\nEND { trace(nosuch3); }");
  ASSERT_EQ(a.errors.size(), 2u);
  EXPECT_EQ(a.errors[1].message, "failed to resolve nosuch3: Unknown variable name");
}

TEST(Arguments, AreTypedByTheProbe) {
  const Analyzed a("syscall::write:entry { fd = args[0]; buf = args[1]; n = args[2]; }");
  EXPECT_EQ(a.variable("fd"), "unsigned int") << a.dumped();
  EXPECT_EQ(a.variable("n"), "size_t");
  EXPECT_EQ(Analyzed("syscall::write:entry { x = args[3]; }").error().substr(0, 10), "D_ARGS_IDX");
  EXPECT_EQ(Analyzed("BEGIN { x = args[0]; }").error().substr(0, 11), "D_ARGS_NONE");
  EXPECT_EQ(Analyzed("syscall::write:entry { x = args[pid]; }").error().substr(0, 11),
            "D_ARGS_TYPE");
}

TEST(Arguments, ProbesNeedAgreeOnlyWhereTheyAreUsed) {
  EXPECT_EQ(Analyzed("syscall::pread64:entry, syscall::write:entry { trace(args[0]); }").error(),
            "none");
  EXPECT_EQ(Analyzed("syscall:::entry { trace(args[0]); }").error().substr(0, 12), "D_ARGS_MULTI");
  EXPECT_EQ(Analyzed("syscall:::entry { trace(arg0); }").error(), "none");
}

TEST(Arguments, AClauseIsCheckedForEachDescriptionThatDiffers) {
  const Analyzed a("syscall::write:entry, syscall::kill:entry { printf(\"%d\", args[0]); }");
  EXPECT_EQ(a.error(), "none");
  ASSERT_EQ(a.program->clauses.size(), 2u);
  EXPECT_EQ(a.program->clauses[0]->number, 1u);
  EXPECT_EQ(a.program->clauses[1]->number, 1u);
  EXPECT_FALSE(a.manifest().clauses[0].actions[0].fields[0].is_signed);
  EXPECT_TRUE(a.manifest().clauses[1].actions[0].fields[0].is_signed);
}

struct OrderRow {
  const char *body;
  const char *tag;
};
class Order : public testing::TestWithParam<OrderRow> {};
TEST_P(Order, IsKept) {
  const std::string error = error_of(GetParam().body);
  EXPECT_EQ(error.substr(0, error.find(' ')), GetParam().tag);
}
INSTANTIATE_TEST_SUITE_P(Speculation, Order,
                         testing::Values(OrderRow{"speculate(1); printf(\"x\");", "none"},
                                         OrderRow{"commit(1); x = 1;", "none"},
                                         OrderRow{"commit(1); exit(0);", "D_DREC_COMM"},
                                         OrderRow{"discard(1); trace(1);", "none"},
                                         OrderRow{"trace(1); speculate(1);", "D_SPEC_DREC"},
                                         OrderRow{"speculate(1); speculate(2);", "D_SPEC_SPEC"},
                                         OrderRow{"commit(1); speculate(1);", "D_SPEC_COMM"},
                                         OrderRow{"trace(1); commit(1);", "D_COMM_DREC"},
                                         OrderRow{"commit(1); trace(1);", "D_DREC_COMM"},
                                         OrderRow{"speculate(1); @ = count();", "D_AGG_SPEC"},
                                         OrderRow{"commit(1); @ = count();", "D_AGG_COMM"},
                                         OrderRow{"speculate(1); exit(0);", "D_EXIT_SPEC"},
                                         OrderRow{"speculate(1); stop();", "D_ACT_SPEC"}));

} // namespace dtrace::test
