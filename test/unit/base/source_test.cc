#include "base/source.h"

#include <gtest/gtest.h>

namespace dtrace {

TEST(Source, PlacesCountFromOne) {
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "a.d", "one\n\ttwo\n\nfour");
  const Place first = Span{source, 0, 3}.place();
  EXPECT_EQ(first.file, "a.d");
  EXPECT_EQ(first.line, 1u);
  EXPECT_EQ(first.column, 1u);
  const Place second = Span{source, 5, 8}.place();
  EXPECT_EQ(second.line, 2u);
  EXPECT_EQ(second.column, 2u);
  const Place newline = Span{source, 8, 9}.place();
  EXPECT_EQ(newline.line, 2u);
  EXPECT_EQ(newline.column, 5u);
  const Place end = Span{source, 100, 100}.place();
  EXPECT_EQ(end.line, 4u);
  EXPECT_EQ(end.column, 5u);
}

TEST(Source, NoSource) {
  EXPECT_EQ(Span{}.place().line, 0u);
  EXPECT_EQ(Span{}.text(), "");
  EXPECT_EQ(Span{}.line_text(), "");
}

TEST(Source, TextAndLine) {
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "a.d", "one\ntwo words\nlast");
  const Span two{source, 4, 7}, last{source, 14, 18};
  EXPECT_EQ(two.text(), "two");
  EXPECT_EQ(two.line_text(), "two words");
  EXPECT_EQ(last.line_text(), "last");
  EXPECT_EQ(two.to(last).text(), "two words\nlast");
  EXPECT_EQ((Span{source, 7, 4}).text(), "");
}

TEST(Source, MarksNameOtherFiles) {
  SourceSet sources;
  Source *source = sources.add(SourceKind::Script, "a.d", "1\n2\n3\n4\n5\n6\n");
  source->marks = {{2, 100, "b.h"}, {6, 20, ""}, {10, 7, "a.d"}};
  const auto at = [&](uint32_t offset) {
    const Place place = Span{source, offset, offset}.place();
    return std::string(place.file) + ":" + std::to_string(place.line);
  };
  EXPECT_EQ(at(0), "a.d:1");
  EXPECT_EQ(at(2), "b.h:100");
  EXPECT_EQ(at(4), "b.h:101");
  EXPECT_EQ(at(6), "b.h:20");
  EXPECT_EQ(at(8), "b.h:21");
  EXPECT_EQ(at(10), "a.d:7");
}

TEST(Source, NeverMoves) {
  SourceSet sources;
  const Source *first = sources.add(SourceKind::Script, "a", "x");
  for (int i = 0; i < 100; i++)
    sources.add(SourceKind::Library, "b", "y");
  EXPECT_EQ(first->text, "x");
}

} // namespace dtrace
