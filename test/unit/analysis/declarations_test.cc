// Declarations, inlines, translators, pragmas.
#include "analyzed.h"

namespace dtrace::test {

TEST(Declarations, DeclaratorsReadAsInC) {
  const Analyzed a(begin_clause("x = 1;",
                                "int *a[3]; int (*b)[3]; char *const c; "
                                "unsigned long long d; long e[2][3]; int (*f)(int, char);"));
  EXPECT_EQ(a.variable("a"), "int *[3]") << a.dumped();
  EXPECT_EQ(a.variable("b"), "int (*)[3]");
  EXPECT_EQ(a.variable("d"), "unsigned long long");
  EXPECT_EQ(a.variable("e"), "long [2][3]");
  EXPECT_EQ(a.variable("f"), "int (*)(int, char)");
}

TEST(Declarations, AssociativeArraysHaveTypedKeys) {
  const Analyzed a(
      begin_clause("a[\"x\", 1] = 2; self->b[3] = 4;", "int a[string, int]; self char b[long];"));
  EXPECT_EQ(a.part("variable a["), "variable a[interned, int] : int size 4 key 16\n");
  EXPECT_EQ(a.part("variable self->b["), "variable self->b[long] : char size 1 key 8\n");
}

TEST(Declarations, TheSameAgainIsNoError) {
  EXPECT_EQ(error_of("x = 1;", "int x; int x; typedef int t; typedef int t;"), "none");
  EXPECT_EQ(error_of("x = 1;", "int x; long x;"), "D_DECL_IDRED 1: x is already declared");
  EXPECT_EQ(error_of("x = 1;", "int pid;"), "D_DECL_IDRED 1: pid is already declared");
}

TEST(Declarations, SeveralDeclaratorsShareOneStructure) {
  EXPECT_EQ(error_of("a.x = 1; b->x = 2;", "struct s { int x; } a, *b;"), "none");
}

TEST(Enumerations, CountOnAndAreConstants) {
  const Analyzed a(begin_clause("trace(BLUE); x = RED; y = (color_t)1;",
                                "enum color { RED, GREEN = 5, BLUE, LAST = BLUE * 2 };\n"
                                "typedef enum color color_t;\n int z[LAST];"));
  EXPECT_EQ(a.manifest().clauses[0].actions[0].fields[0].constant, 6);
  EXPECT_EQ(a.variable("z"), "int [12]");
}

TEST(Inlines, StandForTheirExpression) {
  const Analyzed a(begin_clause("trace(TWICE); x = who;",
                                "inline int N = 3; inline long TWICE = 2 * N;\n"
                                "inline string who = execname;\n"));
  const Field &field = a.manifest().clauses[0].actions[0].fields[0];
  EXPECT_EQ(field.constant, 6);
  EXPECT_EQ(field.size, 8u);
  EXPECT_EQ(a.variable("x"), "string(16)");
}

TEST(Inlines, ParametersAreBoundOnce) {
  const std::string biggest = "inline int64_t biggest[int64_t a, int64_t b] = a > b ? a : b;\n";
  const Analyzed a(begin_clause("x = biggest[arg0, n++];", biggest));
  EXPECT_NE(a.dumped().find("bind b : long\n        post += 1"), std::string::npos) << a.dumped();
  EXPECT_EQ(error_of("x = biggest[1];", biggest),
            "D_PROTO_LEN 2: biggest[ ] prototype mismatch: 1 arg passed, 2 expected");
  EXPECT_EQ(error_of("x = biggest[1, execname];", biggest).substr(0, 11), "D_PROTO_ARG");
}

TEST(Inlines, SeeOnlyTheirOwnParameters) {
  EXPECT_EQ(error_of("x = outer[1];", "inline int inner = a;\ninline int outer[int a] = inner;\n"),
            "D_IDENT_UNDEF 1: failed to resolve a: Unknown variable name");
}

const std::string translator =
    "struct in { int a, b; };\n"
    "struct out { int sum; string label; struct in *from; };\n"
    "translator struct out < struct in *p > {\n"
    "  sum = p->a + p->b; label = p->a ? \"more\" : \"less\"; from = p;\n"
    "};\n";

TEST(Translators, MembersBecomeTheirExpressions) {
  const Analyzed a(begin_clause("x = xlate <struct out> ((struct in *)arg0).sum; "
                                "s = xlate <struct out *> ((struct in *)arg0)->label;",
                                translator));
  EXPECT_EQ(a.variable("x"), "int") << a.dumped();
  EXPECT_EQ(a.variable("s"), "string(5)");
  EXPECT_NE(a.dumped().find("bind p : int"), std::string::npos);
}

TEST(Translators, AreFoundByBothTypes) {
  EXPECT_EQ(error_of("x = xlate <struct out> (execname).sum;", translator),
            "D_XLATE_NOCONV 6: no translator makes struct out from string");
  EXPECT_EQ(error_of("x = xlate <struct in> (arg0).a;", translator),
            "D_XLATE_NONE 6: no translator makes struct in from int64_t");
  EXPECT_EQ(error_of("x = xlate <struct out> ((struct in *)arg0).summ;", translator),
            "D_TYPE_MEMBER 6: summ is not a member of struct out | did you mean sum?");
}

TEST(Translators, AStructureOfNumbersCanBeKept) {
  const std::string two = "struct in { int a; };\nstruct out { int b; long c; };\n"
                          "translator struct out < struct in *p > { b = p->a; c = p->a * 2; };\n";
  const Analyzed a(begin_clause("this->v = xlate <struct out> ((struct in *)arg0);", two));
  EXPECT_EQ(a.variable("this->v"), "struct out") << a.dumped();
  EXPECT_NE(a.dumped().find("variable this->v part : long\n        8 : long"), std::string::npos)
      << a.dumped();
}

TEST(Pragmas, SetOptions) {
  const Analyzed a("#pragma D option quiet\n#pragma D option strsize=64\nBEGIN { }");
  EXPECT_TRUE(a.options.flag("quiet"));
  EXPECT_EQ(a.program->strsize, 65u);
  EXPECT_EQ(Analyzed("#pragma D option bufsze=4m\nBEGIN { }").error(),
            "D_PRAGMA_OPTSET 1: failed to set option 'bufsze': unknown option | did you mean "
            "'bufsize'?");
}

} // namespace dtrace::test
