#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

TEST(Directive, PragmasAreItems) {
  EXPECT_EQ(outcome("#!/usr/sbin/dtrace -s\n"
                    "#pragma D option quiet /* no table */\n"
                    "  #  pragma D option bufsize=4m\n"
                    "#pragma D attributes Stable/Evolving/Common provider x provider\n"
                    "#pragma D binding \"1.0\" x\n"
                    "#pragma D depends_on library procfs.d\n"
                    "#pragma error no luck\n#ident \"x\"\n#\nBEGIN { }"),
            "pragma D option \"quiet\"\n"
            "pragma D option \"bufsize=4m\"\n"
            "pragma D attributes \"Stable/Evolving/Common\" \"provider\" \"x\" \"provider\"\n"
            "pragma D binding \"1.0\" \"x\"\n"
            "pragma D depends_on \"library\" \"procfs.d\"\n"
            "pragma error \"no\" \"luck\"\n"
            "clause\n  probe :::BEGIN\n  body\n");
}

TEST(Directive, InTheMidstOfAClause) {
  EXPECT_EQ(outcome("BEGIN\n#pragma D option quiet\n{\n#pragma D option strsize=1k\n}"),
            "pragma D option \"quiet\"\npragma D option \"strsize=1k\"\n"
            "clause\n  probe :::BEGIN\n  body\n");
}

TEST(Directive, Malformed) {
  EXPECT_EQ(
      outcome("#pragma D\n#pragma\n"),
      "D_PRAGMA_MALFORM 1:1 malformed #pragma: expected a name | for example #pragma D option "
      "quiet\n"
      "D_PRAGMA_MALFORM 2:1 malformed #pragma: expected a name | for example #pragma D option "
      "quiet\n");
  EXPECT_EQ(outcome("#pragma D option"),
            "D_PRAGMA_MALFORM 1:1 malformed #pragma D option: it needs more words | it is written "
            "#pragma D option name[=value]\n");
  EXPECT_EQ(outcome("#pragma D option quiet flowindent"),
            "D_PRAGMA_MALFORM 1:1 malformed #pragma D option: superfluous words | it is written "
            "#pragma D option name[=value]\n");
  EXPECT_EQ(outcome("#define X 1\nBEGIN { a b }"),
            "D_PRAGCTL_INVAL 1:1 invalid control directive: #define | option -C runs the C "
            "preprocessor over the program first\n"
            "D_SYNTAX 2:11 syntax error near \"b\" | expected \";\"\n");
  EXPECT_EQ(outcome("#line x\n"),
            "D_PRAGMA_MALFORM 1:1 malformed line directive: expected a line number\n");
}

TEST(Directive, LineMarksMoveErrors) {
  const Parsed parsed = parse_text("# 100 \"inner.h\" 1 3\nint x;\nint y\n#line 7 \"outer.d\"\nz;\n"
                                   "# 50\nBEGIN { a b }");
  ASSERT_EQ(parsed.errors.size(), 2u);
  EXPECT_EQ(parsed.errors[0].span.place().file, "outer.d");
  EXPECT_EQ(parsed.errors[0].span.place().line, 7u);
  EXPECT_EQ(parsed.errors[1].span.place().file, "outer.d");
  EXPECT_EQ(parsed.errors[1].span.place().line, 50u);
  EXPECT_EQ(parsed.errors[1].span.place().column, 11u);
  const Parsed first = parse_text("# 100 \"inner.h\"\n\nint x y;");
  ASSERT_EQ(first.errors.size(), 1u);
  EXPECT_EQ(first.errors[0].span.place().file, "inner.h");
  EXPECT_EQ(first.errors[0].span.place().line, 101u);
}

TEST(Directive, ParsingTwiceMarksOnce) {
  SourceSet sources;
  Source *source = sources.add(SourceKind::Script, "x.d", "# 5 \"a\"\nint x;\n");
  std::vector<Diagnostic> errors;
  ASSERT_TRUE(parse(*source, {}, errors));
  ASSERT_TRUE(parse(*source, {}, errors));
  EXPECT_EQ(source->marks.size(), 1u);
}

} // namespace dtrace::test
