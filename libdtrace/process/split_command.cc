// Stage: process. The command line of -c into words, with a shell's quotes and backslashes and none
// of its expansions.
#include "process/process.h"

#include <algorithm>

namespace dtrace {

namespace {

constexpr std::string_view spaces = " \t\n\r\f\v";
constexpr std::string_view escaped_in_double_quotes = "\"\\$`";

class Splitter {
public:
  explicit Splitter(std::string_view text) : rest_(text) {}

  Result<std::vector<std::string>> run() {
    while (skip_spaces()) {
      std::string word;
      TRY_VOID(read_word(word));
      words_.push_back(std::move(word));
    }
    return std::move(words_);
  }

private:
  bool skip_spaces() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(spaces), rest_.size()));
    return !rest_.empty();
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Result<void> read_word(std::string &word) {
    while (!rest_.empty() && spaces.find(rest_.front()) == std::string_view::npos) {
      const char c = take();
      if (c == '\'' || c == '"') {
        TRY_VOID(read_quoted(c, word));
      } else {
        word += c == '\\' && !rest_.empty() ? take() : c;
      }
    }
    return {};
  }

  Result<void> read_quoted(char quote, std::string &word) {
    while (!rest_.empty()) {
      const char c = take();
      if (c == quote)
        return {};
      const bool escapes = quote == '"' && c == '\\' && !rest_.empty() &&
                           escaped_in_double_quotes.find(rest_.front()) != std::string_view::npos;
      word += escapes ? take() : c;
    }
    return fail(Tag::D_PROC_CREATEFAIL, {}, "the command of -c has an unmatched %c", quote);
  }

  std::string_view rest_;
  std::vector<std::string> words_;
};

} // namespace

Result<std::vector<std::string>> split_command(const std::string &command) {
  return Splitter(command).run();
}

} // namespace dtrace
