#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include <set>

namespace dtrace {

namespace {
Diagnostic at(const Source *source, uint32_t begin, uint32_t end, std::string advice = "") {
  return {Tag::D_SYNTAX, {source, begin, end}, "message", std::move(advice)};
}
} // namespace

TEST(Diagnostic, ScriptWithExcerptAndAdvice) {
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "a.d", "BEGIN\n\tfoo bar\n");
  EXPECT_EQ(describe(at(source, 11, 14, "write baz"), true),
            "dtrace: failed to compile script a.d: [D_SYNTAX] line 2: message\n"
            "  \tfoo bar\n"
            "  \t    ^~~\n"
            "  write baz\n");
  EXPECT_EQ(describe(at(source, 0, 5), false), "dtrace: failed to compile script a.d: line 1: "
                                               "message\n  BEGIN\n  ^~~~~\n");
}

TEST(Diagnostic, CommandLineAndLibrary) {
  SourceSet sources;
  const Source *one = sources.add(SourceKind::CommandLine, "x", "BEGIN {\n}");
  const Source *two = sources.add(SourceKind::Library, "lib.d", "x");
  EXPECT_EQ(describe(at(one, 0, 5), false),
            "dtrace: invalid probe specifier BEGIN { ...: line 1: message\n  BEGIN {\n  ^~~~~\n");
  EXPECT_TRUE(describe(at(two, 0, 1), false)
                  .starts_with("dtrace: failed to compile library lib.d: line 1"));
}

TEST(Diagnostic, WithoutAPlace) {
  EXPECT_EQ(describe(fail("cannot open %s", "x").error(), false), "dtrace: cannot open x\n");
  EXPECT_EQ(describe(fail("cannot open %s", "x").error(), true),
            "dtrace: cannot open x\n");
}

TEST(Diagnostic, LongLinesAreCut) {
  SourceSet sources;
  const std::string line = std::string(500, 'a') + "ERR" + std::string(500, 'b');
  const Source *source = sources.add(SourceKind::Script, "a.d", line);
  EXPECT_EQ(describe(at(source, 500, 503), false),
            "dtrace: failed to compile script a.d: line 1: message\n"
            "  " +
                line.substr(420, 160) + "\n  " + std::string(80, ' ') + "^~~\n");
}

TEST(Diagnostic, TerminalSequencesAreNotRepeated) {
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "a.d", "\x1b[2J x");
  EXPECT_EQ(describe(at(source, 5, 6), false),
            "dtrace: failed to compile script a.d: line 1: message\n  .[2J x\n       ^\n");
}

TEST(Diagnostic, WideCharactersTakeOneColumn) {
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "a.d", "\"\xc3\xa9\" x\xc3\xa9y");
  EXPECT_EQ(describe(at(source, 5, 9), false),
            "dtrace: failed to compile script a.d: line 1: message\n"
            "  \"\xc3\xa9\" x\xc3\xa9y\n      ^~~\n");
}

TEST(Diagnostic, EveryTagHasItsNameAndAMeaning) {
  EXPECT_EQ(tag_name(Tag::D_PDESC_ZERO), "D_PDESC_ZERO");
  std::set<std::string_view> meanings;
  for (int i = 0; i <= static_cast<int>(Tag::D_PRINT_SIZE); i++) {
    const Tag tag = static_cast<Tag>(i);
    EXPECT_TRUE(tag_name(tag).starts_with("D_"));
    EXPECT_FALSE(tag_meaning(tag).empty()) << tag_name(tag);
    EXPECT_FALSE(tag_meaning(tag).ends_with('.')) << tag_name(tag);
    meanings.insert(tag_meaning(tag));
  }
  EXPECT_GT(meanings.size(), 200u);
}

TEST(Diagnostic, FormattingKeepsLongText) {
  const std::string text(5000, 'x');
  EXPECT_EQ(format("<%s %d>", text.c_str(), 7), "<" + text + " 7>");
}

TEST(Nearest, FindsSlips) {
  const std::vector<std::string_view> names{"execname", "probefunc", "timestamp", "pid", "ppid"};
  EXPECT_EQ(nearest("exename", names), "execname");
  EXPECT_EQ(nearest("timestmap", names), "timestamp");
  EXPECT_EQ(nearest("prbefunc", names), "probefunc");
  EXPECT_EQ(nearest("pdi", names), "pid");
  EXPECT_EQ(nearest("wholly_different", names), "");
  EXPECT_EQ(nearest("", names), "");
}

TEST(Result, TryLeavesWithTheError) {
  const auto half = [](int n) -> Result<int> {
    if (n % 2)
      return fail("%d is odd", n);
    return n / 2;
  };
  const auto quarter = [&](int n) -> Result<int> {
    TRY(once, half(n));
    TRY(twice, half(once));
    return twice;
  };
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(6).error().message, "3 is odd");
}

} // namespace dtrace
