#include "syntax/directives.h"

#include "syntax/advice.h"

#include <algorithm>
#include <charconv>
#include <span>

namespace dtrace {

namespace {
using Words = std::vector<std::string_view>;

constexpr std::string_view blanks = " \t\r\f\v";

// Words are set apart by white space; text in double quotes is one word, without the quotes.
// Comments are not words.
Words words_of(std::string_view line) {
  Words words;
  while (true) {
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(blanks)));
    if (line.empty() || line.starts_with("//"))
      return words;
    if (line.starts_with("/*")) {
      const size_t end = line.find("*/", 2);
      line.remove_prefix(end == line.npos ? line.size() : end + 2);
    } else if (line[0] == '"' && line.find('"', 1) != line.npos) {
      const size_t end = line.find('"', 1);
      words.push_back(line.substr(1, end - 1));
      line.remove_prefix(end + 1);
    } else {
      const size_t end = std::min({line.size(), line.find_first_of(blanks), line.find("/*")});
      words.push_back(line.substr(0, end));
      line.remove_prefix(end);
    }
  }
}

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == word.npos;
}

// `words` are a line number and perhaps a file name; more (cpp's flags) is passed over.
Result<void> mark_line(Source &source, Span line, std::span<const std::string_view> words) {
  uint32_t number = 0;
  if (words.empty() || !is_number(words[0]) ||
      std::from_chars(words[0].data(), words[0].data() + words[0].size(), number).ec != std::errc())
    return fail(Tag::D_PRAGMA_MALFORM, line, "malformed line directive: expected a line number");
  const auto next = static_cast<uint32_t>(std::min<size_t>(line.end + 1, source.text.size()));
  if (!source.marks.empty() && source.marks.back().offset >= next)
    return {};
  std::string file(words.size() > 1 ? words[1] : "");
  if (file.empty() && !source.marks.empty())
    file = source.marks.back().file;
  source.marks.push_back({next, number, std::move(file)});
  return {};
}

// How many words may follow the pragma's name. Pragmas that are not here are left to the stages
// behind, which know whether there are such.
struct PragmaRow {
  std::string_view name;
  size_t least, most;
  const char *form;
};
constexpr PragmaRow pragma_rows[] = {
    {"option", 1, 1, "#pragma D option name[=value]"},
    {"depends_on", 2, 2, "#pragma D depends_on library|module|provider name"},
    {"attributes", 2, 4, "#pragma D attributes a/b/c name, or ... provider name which-part"},
    {"binding", 2, 2, "#pragma D binding \"version\" name"},
};

Result<void> read_pragma(Source &source, Span line, std::span<const std::string_view> words,
                         std::vector<ast::Pragma> &pragmas) {
  const bool is_d = !words.empty() && words[0] == "D";
  if (is_d)
    words = words.subspan(1);
  if (words.empty()) {
    Failure failure = fail(Tag::D_PRAGMA_MALFORM, line, "malformed #pragma: expected a name");
    failure.error().advice = "for example #pragma D option quiet";
    return failure;
  }
  if (words[0] == "line")
    return mark_line(source, line, words.subspan(1));
  const size_t arguments = words.size() - 1;
  if (const auto row = std::ranges::find(pragma_rows, words[0], &PragmaRow::name);
      is_d && row != std::end(pragma_rows) && (arguments < row->least || arguments > row->most)) {
    const bool few = arguments < row->least;
    Failure failure =
        fail(Tag::D_PRAGMA_MALFORM, line, "malformed #pragma D %s: %s", shown(words[0]).c_str(),
             few ? "it needs more words" : "superfluous words");
    failure.error().advice = "it is written " + std::string(row->form);
    return failure;
  }
  pragmas.push_back({line, words[0], Words(words.begin() + 1, words.end()), is_d});
  return {};
}
} // namespace

Result<void> read_directive(Source &source, Span line, std::vector<ast::Pragma> &pragmas) {
  const std::string_view text = line.text();
  if (text.starts_with("#!"))
    return {};
  const Words words = words_of(text.substr(1));
  const std::span<const std::string_view> all(words);
  if (words.empty() || words[0] == "ident")
    return {};
  if (is_number(words[0]))
    return mark_line(source, line, all);
  if (words[0] == "line")
    return mark_line(source, line, all.subspan(1));
  if (words[0] == "pragma")
    return read_pragma(source, line, all.subspan(1), pragmas);
  Failure failure =
      fail(Tag::D_PRAGCTL_INVAL, line, "invalid control directive: #%s", shown(words[0]).c_str());
  failure.error().advice = "option -C runs the C preprocessor over the program first";
  return failure;
}

} // namespace dtrace
