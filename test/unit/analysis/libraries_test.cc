// Libraries: what they declare is there; what cannot be compiled here hurts only those who use it.
#include "analyzed.h"

namespace dtrace::test {

namespace {
const std::string library = "inline int LIMIT = 7;\n"
                            "struct info { int number; int missing; string name; };\n"
                            "translator struct info < struct raw *p > { number = 1; };\n"
                            "translator struct info < int n > {\n"
                            "  number = n + LIMIT;\n"
                            "  missing = ((struct raw *)n)->nothing;\n"
                            "  name = execname;\n"
                            "};\n"
                            "int gone[enum no_such];\n"
                            "inline int broken = nothing_here;\n";

std::string error_with_library(const std::string &body) {
  return Analyzed(begin_clause(body), {}, library).error();
}
} // namespace

TEST(Libraries, GiveWhatTheyDeclare) {
  const Analyzed a(begin_clause("trace(LIMIT); x = xlate <struct info> (pid).number;"), {},
                   library);
  ASSERT_EQ(a.error(), "none");
  EXPECT_EQ(a.manifest().clauses[0].actions[0].fields[0].constant, 7);
  EXPECT_EQ(a.variable("x"), "int");
}

TEST(Libraries, AMemberThatIsMissingIsToldWhereItIsUsed) {
  EXPECT_EQ(error_with_library("x = 1;\nx = xlate <struct info> (pid).missing;"),
            "D_OP_INCOMPLETE 2: missing is not available here: left operand of -> is of incomplete "
            "type struct raw | it is defined in lib.d, line 6");
}

TEST(Libraries, ADeclarationThatIsMissingIsToldWhereItIsUsed) {
  EXPECT_EQ(
      error_with_library("x = gone[1];"),
      "D_TYPE_ERR 1: gone is not available here: there is no type enum no_such | it is defined "
      "in lib.d, line 9");
  EXPECT_EQ(
      error_with_library("x = broken;"),
      "D_IDENT_UNDEF 1: broken is not available here: failed to resolve nothing_here: Unknown "
      "variable name | it is defined in lib.d, line 10");
}

TEST(Libraries, ClausesInThemAreNotThePrograms) {
  const Analyzed a(begin_clause("x = 1;"), {}, "inline int N = 1;\n");
  EXPECT_EQ(a.program->clauses.size(), 1u);
}

} // namespace dtrace::test
