// What a terminal may be given of strangers.
#include "base/escape.h"

#include <gtest/gtest.h>

using namespace dtrace;

namespace {
std::string shown(std::string_view text, Lines lines = Lines::Escape) {
  std::string to;
  append_for_terminal(to, text, lines);
  return to;
}
} // namespace

TEST(Escape, ControlCharacters) {
  EXPECT_EQ(shown("a\x1b[2Jb\x7f"), "a\\033[2Jb\\177");
  EXPECT_EQ(shown("a\nb\tc"), "a\\nb\\tc");
  EXPECT_EQ(shown("a\nb\tc\r", Lines::Keep), "a\nb\tc\\r");
  EXPECT_EQ(shown("\\ \" plain"), "\\ \" plain");
}

// A terminal puts texts that follow one another together: halves of a character must not get through.
TEST(Escape, OtherThanAscii) {
  EXPECT_EQ(shown("äह😀"), "äह😀");
  EXPECT_EQ(shown("\xc2\x9b" "31m"), "\\302\\23331m"); // C1 in UTF-8
  EXPECT_EQ(shown("\x9b" "31m"), "\\23331m");
  EXPECT_EQ(shown("cut off \xc2"), "cut off \\302");
  EXPECT_EQ(shown("\xe4\xb8"), "\\344\\270");
  EXPECT_EQ(shown("\xff\xc0\x80"), "\\377\\300\\200");
}
