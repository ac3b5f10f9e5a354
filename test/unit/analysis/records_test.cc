// Records: the fields of actions, their places, guards, and what a clause records at all.
#include "analyzed.h"

#include <dtrace/abi/record.h>

namespace dtrace::test {

TEST(Records, AnEmptyClauseRecordsTheLine) {
  const Analyzed a("BEGIN { }\nEND { }\n");
  EXPECT_EQ(a.part("clause"), "clause 1 record 8\nclause 2 record 8\n");
}

TEST(Records, AssignmentsAndAggregationsRecordNothing) {
  const Analyzed a("BEGIN { x = 1; }\nEND { @ = count(); }\n");
  EXPECT_TRUE(a.part("clause 1").starts_with("clause 1 records nothing\n"));
  EXPECT_TRUE(a.part("clause 2").starts_with("clause 2 records nothing\n"));
  EXPECT_EQ(a.manifest().clauses[0].size, 0u);
}

TEST(Records, FieldsAreAlignedToTheirSize) {
  const Analyzed a(begin_clause("trace((char)arg0); trace(arg0); trace(pid); trace(execname);"));
  const auto &actions = a.manifest().clauses[0].actions;
  EXPECT_EQ(actions[0].fields[0].offset, sizeof(dt_record));
  EXPECT_EQ(actions[1].fields[0].offset, 16u);
  EXPECT_EQ(actions[2].fields[0].offset, 24u);
  EXPECT_EQ(actions[3].fields[0].offset, 32u);
  EXPECT_EQ(actions[3].fields[0].size, 16u);
  EXPECT_EQ(a.manifest().clauses[0].size, 48u);
}

TEST(Records, ConstantsAreNotInThem) {
  const Analyzed a(begin_clause("printf(\"%d %s %d\", 5, \"x\", pid); trace(-3ll);"));
  EXPECT_EQ(a.part("clause"), "clause 1 record 16\n"
                              "  action printf \"%d %s %d\"\n"
                              "    field integer = 5\n"
                              "    field string \"x\"\n"
                              "    field integer 8+4\n"
                              "    pid : pid_t\n"
                              "  action trace\n"
                              "    field integer = -3\n");
}

TEST(Records, ProbeNamesAreNumbers) {
  const Analyzed a(begin_clause("printf(\"%s\", probename); x = probeprov;"));
  EXPECT_NE(a.dumped().find("field interned 8+4\n    probename : string(64)"), std::string::npos)
      << a.dumped();
  const auto &strings = a.manifest().strings;
  EXPECT_NE(std::find(strings.begin(), strings.end(), "BEGIN"), strings.end());
  EXPECT_NE(std::find(strings.begin(), strings.end(), "dtrace"), strings.end());
}

TEST(Records, ArmsOfConditionalsHaveGuards) {
  const Analyzed a(begin_clause("pid ? printf(\"a\") : trace(pid); "
                                "if (pid) { trace(1); trace(2); } else { @ = count(); }"));
  EXPECT_EQ(a.part("clause"), "clause 1 record 16\n"
                              "  if\n"
                              "    pid : pid_t\n"
                              "    then\n"
                              "      action printf guard 12 \"a\"\n"
                              "    else\n"
                              "      action trace guard 13\n"
                              "        field integer 8+4\n"
                              "        pid : pid_t\n"
                              "  if\n"
                              "    pid : pid_t\n"
                              "    then\n"
                              "      action trace guard 14\n"
                              "        field integer = 1\n"
                              "      action trace guard 14\n"
                              "        field integer = 2\n"
                              "    else\n"
                              "      aggregate #0\n");
}

TEST(Records, WidthsFromArgumentsAreFields) {
  const Analyzed a(begin_clause("printf(\"%*d %.*s\", pid, 1, 3, execname);"));
  const auto &fields = a.manifest().clauses[0].actions[0].fields;
  ASSERT_EQ(fields.size(), 4u);
  EXPECT_FALSE(fields[0].is_constant);
  EXPECT_EQ(fields[1].constant, 1);
  EXPECT_EQ(fields[2].constant, 3);
  EXPECT_EQ(fields[3].kind, FieldKind::String);
}

TEST(Records, CharPointersAreStringsWhereTheFormatWantsOne) {
  const Analyzed a(begin_clause("printf(\"%s %p\", (char *)arg0, (char *)arg0);"));
  const auto &fields = a.manifest().clauses[0].actions[0].fields;
  EXPECT_EQ(fields[0].kind, FieldKind::String);
  EXPECT_EQ(fields[0].size, 257u); // strsize characters and a NUL
  EXPECT_EQ(fields[1].kind, FieldKind::Integer);
}

TEST(Records, AddressesAreShownAsSymbols) {
  const Analyzed a(begin_clause("printf(\"%a %A\", arg0, arg1); sym(arg0); umod(arg1);"));
  const auto &actions = a.manifest().clauses[0].actions;
  EXPECT_EQ(actions[0].fields[0].kind, FieldKind::KernelAddress);
  EXPECT_EQ(actions[0].fields[1].kind, FieldKind::UserAddress);
  EXPECT_EQ(actions[0].fields[1].size, 16u);
  EXPECT_EQ(actions[1].fields[0].form, AddressForm::Function);
  EXPECT_EQ(actions[2].fields[0].form, AddressForm::Module);
}

TEST(Records, StacksAreAsDeepAsAsked) {
  const Analyzed a(begin_clause("stack(); stack(3); ustack(4); jstack(2);"),
                   {{"stackframes", "7"}});
  const auto &actions = a.manifest().clauses[0].actions;
  EXPECT_EQ(actions[0].fields[0].frames, 7u);
  EXPECT_EQ(actions[1].fields[0].frames, 3u);
  EXPECT_EQ(actions[2].fields[0].frames, 4u);
  EXPECT_EQ(actions[2].fields[0].size, 16u + 32u);
  EXPECT_EQ(actions[2].fields[0].kind, FieldKind::UserStack);
  EXPECT_EQ(actions[3].kind, ActionKind::JavaStack);
}

TEST(Records, SpeculationsSayWhereTheirIdIs) {
  const Analyzed a("BEGIN { speculate(pid); trace(1); }\nEND { commit(pid); }\n");
  EXPECT_EQ(a.manifest().clauses[0].speculation, 8);
  EXPECT_EQ(a.manifest().clauses[1].speculation, -1);
  EXPECT_EQ(a.manifest().clauses[1].actions[0].fields[0].size, 4u);
}

TEST(Records, ExitAndDestructiveActionsAreKnown) {
  const Analyzed quiet(begin_clause("exit(3);"));
  EXPECT_TRUE(quiet.program->clauses[0]->exits);
  EXPECT_FALSE(quiet.manifest().destructive);
  const Analyzed loud(begin_clause("raise(9);"));
  EXPECT_TRUE(loud.manifest().destructive);
  EXPECT_FALSE(loud.program->clauses[0]->records);
  EXPECT_EQ(loud.program->clauses[0]->statements[0]->values.size(), 1u);
}

TEST(Records, PrintOfAPointerTakesWhatItPointsTo) {
  const Analyzed a(
      begin_clause("print((struct s *)arg0); print(pid);", "struct s { long a, b; };"));
  const auto &actions = a.manifest().clauses[0].actions;
  EXPECT_EQ(actions[0].fields[0].kind, FieldKind::Bytes);
  EXPECT_EQ(actions[0].fields[0].size, 16u);
  EXPECT_EQ(actions[0].fields[1].size, 8u);
  EXPECT_EQ(actions[1].fields.size(), 1u);
}

TEST(Records, TracememCopiesAConstantSize) {
  const Analyzed a(begin_clause("tracemem(arg0, 20); tracemem(arg0, 20, arg1);"));
  const auto &actions = a.manifest().clauses[0].actions;
  EXPECT_EQ(actions[0].fields[0].size, 20u);
  EXPECT_EQ(actions[1].fields[1].kind, FieldKind::Integer);
  EXPECT_EQ(error_of("tracemem(arg0, arg1);"), "D_TRACEMEM_SIZE 1: tracemem( ) requires a constant "
                                               "number of bytes, from 1 to 32768");
}

TEST(Records, StatementsAreFoundByNumber) {
  const Analyzed a("BEGIN\n{\n\tx = 1;\n\ttrace(x);\n}\n");
  const auto &statements = a.manifest().clauses[0].statements;
  ASSERT_EQ(statements.size(), 2u);
  EXPECT_EQ(statements[1].place().line, 4u);
}

} // namespace dtrace::test
