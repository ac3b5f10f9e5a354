#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

namespace {
// Turns the indented dump into parentheses.
std::string nest(const std::vector<std::string> &lines, size_t &at, size_t depth) {
  const auto depth_of = [](const std::string &line) { return line.find_first_not_of(' ') / 2; };
  std::string word = lines[at].substr(2 * depth);
  for (const std::string_view head : {"identifier ", "integer ", "binary ", "unary ", "string "})
    if (word.starts_with(head))
      word.erase(0, head.size());
  at++;
  std::string below;
  while (at < lines.size() && depth_of(lines[at]) > depth)
    below += " " + nest(lines, at, depth + 1);
  return below.empty() ? word : "(" + word + below + ")";
}
} // namespace

std::string lisp(std::string expression) {
  const Parsed parsed = parse_text(std::move(expression), {.mode = GrammarMode::Expression});
  if (!parsed.program)
    return outcome(parsed);
  std::vector<std::string> lines;
  std::string text = dump(*parsed.program->items.front().clause->body.front()->expression);
  for (size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1)
    lines.push_back(text.substr(begin, end - begin));
  size_t at = 0;
  return nest(lines, at, 0);
}

TEST(Parsed, LispShowsTheTree) {
  EXPECT_EQ(lisp("a + b * 2"), "(+ a (* b 2))");
}

} // namespace dtrace::test
