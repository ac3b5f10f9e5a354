// Variables: how they come by their types, their keys and their places.
#include "analyzed.h"

namespace dtrace::test {

TEST(Variables, HaveTheTypeOfTheFirstAssignment) {
  const Analyzed a(begin_clause("x = 0; x = timestamp; y = timestamp; self->s = execname; "
                                "this->p = (char *)arg0; n++; total += arg0;"));
  EXPECT_EQ(a.variable("x"), "int");
  EXPECT_EQ(a.variable("y"), "uint64_t");
  EXPECT_EQ(a.variable("self->s"), "string(16)");
  EXPECT_EQ(a.variable("this->p"), "char *");
  EXPECT_EQ(a.variable("n"), "int64_t");
  EXPECT_EQ(a.variable("total"), "int64_t");
}

TEST(Variables, MayBeReadByAnEarlierClause) {
  const Analyzed a("syscall::read:return /self->ts/ { @ = sum(timestamp - self->ts); self->ts = 0; "
                   "self->path = 0; }\n"
                   "syscall::read:entry { self->ts = timestamp; self->path = execname; }\n");
  EXPECT_EQ(a.variable("self->ts"), "uint64_t") << a.dumped();
  EXPECT_EQ(a.variable("self->path"), "string(16)");
}

TEST(Variables, ThatNobodyAssignsAreNamed) {
  EXPECT_EQ(error_of("trace(timestmp);"), "D_IDENT_UNDEF 1: failed to resolve timestmp: Unknown "
                                          "variable name | did you mean timestamp?");
  EXPECT_EQ(error_of("self->start = 1; trace(self->strt);"),
            "D_VAR_UNDEF 1: self->strt is never assigned or declared | did you mean start?");
}

TEST(Variables, ThatDependOnOneAnotherAreIntegers) {
  const Analyzed a(begin_clause("x = y; y = x;"));
  EXPECT_EQ(a.variable("x"), "int64_t") << a.dumped();
  EXPECT_EQ(a.variable("y"), "int64_t");
}

TEST(Variables, ScopesAreApart) {
  const Analyzed a(begin_clause("x = 1; self->x = \"a\"; this->x = 2l;"));
  EXPECT_EQ(a.variable("x"), "int");
  EXPECT_EQ(a.variable("self->x"), "string(2)");
  EXPECT_EQ(a.variable("this->x"), "long");
}

TEST(Variables, LieInTheirBlocksAligned) {
  const Analyzed a(begin_clause("c = (char)1; l = 1l; s = \"abc\"; i = 2; self->a = 1;"));
  EXPECT_EQ(a.part("variable c"), "variable c : char size 8 at 0\n");
  EXPECT_EQ(a.part("variable l"), "variable l : long size 8 at 8\n");
  EXPECT_EQ(a.part("variable s "), "variable s : string(4) size 4 at 16\n");
  EXPECT_EQ(a.part("variable i"), "variable i : int size 8 at 24\n");
  EXPECT_EQ(a.program->globals_size, 32u);
  EXPECT_EQ(a.program->self_size, 8u);
}

TEST(Variables, DeclaredOnesKeepTheirType) {
  const Analyzed a(begin_clause("x = 1; c = 3; g.b = 7; a[2] = 5;",
                                "int64_t x; self char *p; this char c; struct s { int a, b; };"
                                "struct s g; int a[4]; char c;"));
  EXPECT_EQ(a.variable("x"), "int64_t") << a.dumped();
  EXPECT_EQ(a.variable("self->p"), "char *");
  EXPECT_EQ(a.variable("a"), "int [4]");
  EXPECT_NE(a.dumped().find("variable g part : int\n      4 : long"), std::string::npos)
      << a.dumped();
  EXPECT_NE(a.dumped().find("variable a part : int\n      8 : long"), std::string::npos);
}

TEST(Arrays, KeysComeFromTheFirstUse) {
  const Analyzed a(begin_clause("a[\"x\", 1] = 10; a[\"longer\", (char)2] = 20; b[execname] = 1; "
                                "self->c[pid, \"k\"] = \"v\";"));
  EXPECT_EQ(a.part("variable a["), "variable a[interned, int] : int size 8 key 16\n");
  EXPECT_EQ(a.part("variable b["), "variable b[string(16)] : int size 8 key 16\n");
  EXPECT_EQ(a.part("variable self->c["),
            "variable self->c[pid_t, interned] : string(2) size 2 key 16\n");
}

TEST(Arrays, AStringKeyHasRoomForTheLongestUse) {
  const Analyzed a(
      begin_clause("a[\"x\"] = 1; a[execname] = 2; a[\"a literal that is longer\"] = 3;"));
  EXPECT_EQ(a.part("variable a["), "variable a[string(25)] : int size 8 key 32\n");
}

TEST(Arrays, UsesMustAgree) {
  EXPECT_EQ(error_of("a[1, 2] = 3; x = a[1];"),
            "D_PROTO_LEN 1: a[ ] prototype mismatch: 1 key passed, 2 expected");
  EXPECT_EQ(error_of("a[1] = 3; x = a[\"x\"];"), "D_PROTO_ARG 1: a[ ] key #1 is incompatible with "
                                                 "its earlier use: string passed, int expected");
  EXPECT_EQ(error_of("this->a[\"x\"] = 1;"), "D_ARR_LOCAL 1: this->a cannot be an associative "
                                             "array: they are global or under self->");
}

TEST(Strings, BoundsGrowToTheFixpoint) {
  const Analyzed a("BEGIN { x = \"ab\"; y = strjoin(x, \"cd\"); z = \"q\"; }\n"
                   "tick-1s { x = \"abcdefgh\"; z = strjoin(z, \"+\"); w = substr(y, 1); }\n");
  EXPECT_EQ(a.variable("x"), "string(9)");
  EXPECT_EQ(a.variable("y"), "string(11)");
  EXPECT_EQ(a.variable("z"), "string(257)");
  EXPECT_EQ(a.variable("w"), "string(11)");
}

TEST(Strings, StrsizeBoundsWhatIsUnknown) {
  const std::string text = "#pragma D option strsize=40\nBEGIN { x = copyinstr(arg0); }\n";
  EXPECT_EQ(Analyzed(text).variable("x"), "string(41)");
  EXPECT_EQ(Analyzed(begin_clause("x = copyinstr(arg0);"), {{"strsize", "99"}}).variable("x"),
            "string(100)");
  EXPECT_EQ(type_of("stringof((char *)arg0)"), "string(257)");
  EXPECT_EQ(type_of("stringof(((struct s *)arg0)->name)", "struct s { char name[16]; };"),
            "string(17)");
}

TEST(Assignment, RefusesWhatDoesNotFit) {
  EXPECT_EQ(error_of("x = 1; x = \"one\";"),
            "D_OP_INCOMPAT 1: operands have incompatible types: int = string");
  EXPECT_EQ(error_of("pid = 1;"),
            "D_OP_WRITE 1: pid cannot be written | to compare two values, write ==");
  EXPECT_EQ(error_of("1 = pid;").substr(0, 9), "D_OP_LVAL");
  EXPECT_EQ(error_of("p = (int *)arg0; p = 5;"),
            "D_OP_INCOMPAT 1: operands have incompatible types: int * = int");
  EXPECT_EQ(error_of("p = (int *)arg0; p = 0;"), "none");
}

TEST(Assignment, CompoundKeepsTheTypeItComputesIn) {
  const Analyzed a(begin_clause("x = (char)1; x += arg0; p = (long *)arg0; p += 2; p++;"));
  EXPECT_NE(a.dumped().find("+= in long : char"), std::string::npos) << a.dumped();
  EXPECT_NE(a.dumped().find("+= in long : long *\n    variable p : long *\n    16 : long"),
            std::string::npos)
      << a.dumped();
  EXPECT_NE(a.dumped().find("post += 8 : long *"), std::string::npos);
}

TEST(Variables, AreSharedWhenProgramsMayMeet) {
  const Analyzed a("syscall::read:entry { x = 1; y = 1; @a = count(); }\n"
                   "profile-97 { x = 2; @a = count(); @b = count(); }\n");
  EXPECT_EQ(a.part("variable x"), "variable x : int size 8 at 0 shared\n");
  EXPECT_EQ(a.part("variable y"), "variable y : int size 8 at 8\n");
  EXPECT_EQ(a.part("aggregation @a"), "aggregation @a = count size 8 shared\n");
  EXPECT_EQ(a.part("aggregation @b"), "aggregation @b = count size 8\n");
}

} // namespace dtrace::test
