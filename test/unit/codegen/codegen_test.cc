// Facts about the IR and the maps that codegen/ makes; nothing is loaded.
#include "typed_maker.h"

#include <gtest/gtest.h>
#include <linux/bpf.h>

#include <algorithm>

namespace dtrace::test {

namespace {
std::string ir_of(TypedMaker &maker) {
  auto module = maker.generate();
  EXPECT_TRUE(module) << (module ? "" : module.error().message);
  return module ? dump(**module) : "";
}

size_t count_of(const std::string &text, const std::string &part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    count++;
  return count;
}

bool has(const std::string &text, const std::string &part) { return count_of(text, part) > 0; }
} // namespace

TEST(Codegen, OneFunctionInASectionOfItsOwnForEachKey) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true)), "count", {});
  maker.aggregate(maker.add_clause(maker.syscall_program(false)), "count", {});
  const std::string ir = ir_of(maker);
  EXPECT_EQ(count_of(ir, "section \"prog/sys_enter\""), 1u);
  EXPECT_EQ(count_of(ir, "section \"prog/sys_exit\""), 1u);
}

TEST(Codegen, ProgramsRunOnlyInTheirActivity) {
  TypedMaker maker;
  maker.action(maker.add_clause(maker.begin_program()), "exit", {maker.integer(0)});
  const std::string begin = ir_of(maker);
  EXPECT_TRUE(has(begin, "@dt_state"));
  EXPECT_EQ(count_of(begin, "icmp eq i32"), 2u) << begin; // inactive, active
  TypedMaker other;
  other.aggregate(other.add_clause(other.syscall_program(true)), "count", {});
  EXPECT_EQ(count_of(ir_of(other), "icmp eq i32"), 1u); // active
}

TEST(Codegen, AClauseOfAllProbesHasNoMembershipTable) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true)), "count", {});
  EXPECT_FALSE(has(ir_of(maker), "@members"));
}

TEST(Codegen, FewProbesAreComparedManyAreLookedUp) {
  TypedMaker few;
  few.aggregate(few.add_clause(few.syscall_program(true), {3, 7}), "count", {});
  const std::string compared = ir_of(few);
  EXPECT_FALSE(has(compared, "@members"));
  EXPECT_TRUE(has(compared, ", 7\n"));
  TypedMaker many;
  many.aggregate(many.add_clause(many.syscall_program(true), {1, 2, 3, 4, 5, 6}), "count", {});
  EXPECT_TRUE(has(ir_of(many), "@members"));
}

TEST(Codegen, AFaultableClauseReportsAndOthersDoNot) {
  TypedMaker reads;
  reads.expression(reads.add_clause(reads.begin_program()),
                   reads.memory(reads.integer(8, reads.i64()), reads.i32()));
  EXPECT_TRUE(has(ir_of(reads), "call void @dt_report_fault"));
  TypedMaker calm;
  calm.action(calm.add_clause(calm.begin_program()), "trace", {calm.pid()});
  EXPECT_FALSE(has(ir_of(calm), "dt_report_fault"));
}

TEST(Codegen, ErrorClausesAreAFunctionThatFaultsCall) {
  TypedMaker maker;
  maker.expression(maker.add_clause(maker.begin_program()),
                   maker.memory(maker.integer(8, maker.i64()), maker.i32()));
  BpfProgram &error = maker.add_program({.key = "ERROR", .kind = BpfKind::TestRun},
                                        {{3, "dtrace", "", "", "ERROR", nullptr, 0}});
  maker.action(maker.add_clause(error), "trace", {maker.builtin("arg4", maker.i64(),
                                                                {maker.integer(4)})});
  const std::string ir = ir_of(maker);
  EXPECT_TRUE(has(ir, "define internal i32 @dt_error_probe"));
  EXPECT_TRUE(has(ir, "call i32 @dt_error_probe"));
  EXPECT_FALSE(has(ir, "prog/ERROR"));
}

TEST(Codegen, AnUnsignedConstantDivisorNeedsNoTest) {
  TypedMaker maker;
  maker.expression(maker.add_clause(maker.begin_program()),
                   maker.binary(BinaryOp::Div, maker.timestamp(), maker.integer(1000, maker.u64())));
  const std::string ir = ir_of(maker);
  EXPECT_TRUE(has(ir, "udiv i64"));
  EXPECT_FALSE(has(ir, "dt_divide"));
}

TEST(Codegen, AVariableIsAskedForOnceAFiring) {
  TypedMaker maker;
  Clause *clause = maker.add_clause(maker.begin_program());
  clause->predicate = maker.compare_text(CompareOp::Eq, maker.execname(), maker.text("cat"));
  maker.action(clause, "trace", {maker.execname()});
  const std::string ir = ir_of(maker);
  EXPECT_EQ(count_of(ir, "%execname = alloca"), 1u);
}

TEST(Codegen, ComparingWithAProbeNameComparesNumbers) {
  TypedMaker maker;
  Clause *clause = maker.add_clause(maker.syscall_program(true));
  clause->predicate = maker.compare_text(CompareOp::Eq, maker.probefunc(), maker.text("call5"));
  maker.aggregate(clause, "count", {});
  const std::string ir = ir_of(maker);
  EXPECT_TRUE(has(ir, "@probe_names"));
  EXPECT_FALSE(has(ir, "@probe_texts"));
  EXPECT_FALSE(has(ir, "dt_compare"));
}

TEST(Codegen, ShortKeysNeedNoScratchMemory) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true)), "count",
                  {maker.execname(), maker.pid()});
  EXPECT_FALSE(has(ir_of(maker), "dt_scratch"));
}

TEST(Codegen, WhatCannotBeMadeIsRefusedWithItsName) {
  TypedMaker maker;
  maker.expression(maker.add_clause(maker.begin_program()),
                   maker.builtin("panic", maker.u64(), {}));
  const auto module = maker.generate();
  ASSERT_FALSE(module);
  EXPECT_EQ(module.error().message, "panic cannot be made into code");
}

TEST(Codegen, ArraysOfAThreadHaveTheThreadInTheirKey) {
  TypedMaker maker;
  Variable *array = maker.add_array(Scope::Self, "a", maker.i64(),
                                    {{.type = maker.i64(), .size = 8}});
  maker.expression(maker.add_clause(maker.begin_program()),
                   maker.assign(maker.variable(array, {maker.integer(1, maker.i64())}),
                                maker.integer(5, maker.i64())));
  EXPECT_TRUE(has(ir_of(maker), "i64 14 to ptr")) << "bpf_get_current_pid_tgid";
}

} // namespace dtrace::test
