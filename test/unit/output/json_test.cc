// JSON: strings that can be read back to the byte, numbers in full.
#include <gtest/gtest.h>

#include "output/json_text.h"

namespace dtrace::test {
namespace {

std::string json_string(std::string_view text) {
  std::string json;
  Output out(&json);
  put_json_string(out, text);
  out.flush();
  return json;
}

TEST(JsonString, Escapes) {
  EXPECT_EQ(json_string("plain text"), R"("plain text")");
  EXPECT_EQ(json_string("\"\\/\n\t\r\b\f"), R"("\"\\/\n\t\r\b\f")");
  EXPECT_EQ(json_string(std::string_view("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(json_string("\x1b[2J\x7f"), R"("\u001b[2J\u007f")");
  EXPECT_EQ(json_string("\xc2\x9b"), R"("\u009b")"); // steers a terminal
}

TEST(JsonString, Utf8StaysAndOtherBytesAreCharacters) {
  EXPECT_EQ(json_string("\u00e4\u20ac\U0001f600"), "\"\u00e4\u20ac\U0001f600\"");
  EXPECT_EQ(json_string("\xff"), R"("\uefff")");
  EXPECT_EQ(json_string("a\x80z"), R"("a\uef80z")");
  EXPECT_EQ(json_string("\xe2\x82"), R"("\uefe2\uef82")");         // cut
  EXPECT_EQ(json_string("\xc0\xaf"), R"("\uefc0\uefaf")");         // longer than need be
  EXPECT_EQ(json_string("\xed\xa0\x80"), R"("\uefed\uefa0\uef80")"); // a surrogate
  EXPECT_EQ(json_string("\xf4\x90\x80\x80"), R"("\ueff4\uef90\uef80\uef80")");
}

TEST(JsonString, CharactersThatStandForBytesAreBytesThemselves) {
  EXPECT_EQ(json_string("\uef80"), R"("\uefee\uefbe\uef80")");
  EXPECT_EQ(json_string("\uefff"), R"("\uefee\uefbf\uefbf")");
  EXPECT_EQ(json_string("\uef7f"), "\"\uef7f\"");
}

TEST(JsonNumber, InFull) {
  std::string json;
  Output out(&json);
  {
    JsonObject object(out);
    object.number("least", INT64_MIN).number("most", -1, false).flag("yes", true);
    put_json_float(object.member("half"), 0.5L);
    put_json_float(object.member("none"), 0.0L / 0.0L);
    const std::byte bytes[] = {std::byte{0}, std::byte{0xab}};
    put_json_bytes(object.member("bytes"), bytes);
  }
  out.flush();
  EXPECT_EQ(json, R"({"least":-9223372036854775808,"most":18446744073709551615,"yes":true,)"
                  R"("half":0.5,"none":null,"bytes":"00ab"})");
}

} // namespace
} // namespace dtrace::test
