// Streams, reader. Options of the programs: a row each, of which parsing and --help are made. What
// is wrong is told here, so that all of them say it in the same words.
#pragma once
#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace dtrace::stream {

constexpr int kUsage = 2; // the exit status of wrong usage

struct CommandOption {
  char letter;
  const char *name;
  const char *argument; // what --help calls it; null: it takes none
  const char *meaning;
  // The error says what was expected and what came.
  std::function<std::expected<void, std::string>(const std::string &argument)> take;
};

struct Command {
  const char *name;     // dtrace-merge
  const char *operands; // [stream ...]
  const char *about;    // lines, each indented by two
  std::vector<CommandOption> options;
};

// What is no option, or the exit status when nothing is left to do: --help, --version, wrong usage.
std::expected<std::vector<std::string>, int> parse(const Command &command, int argc, char **argv);
// Of operands, too: tells what is wrong, and how to list the options.
int wrong_usage(const Command &command, const std::string &what);
// The one stream that a program reads, "-" when none is named.
std::expected<std::string, int> parse_one_stream(const Command &command, int argc, char **argv);

// What rows do with their argument.
using Take = decltype(CommandOption::take);
Take to_flag(bool &flag);
Take to_text(std::string &text);
// `what`: "a number of rows".
Take to_number(size_t &number, size_t least, size_t most, const char *what);
// Nanoseconds of seconds with a fraction, at most a day.
Take to_seconds(int64_t &nanoseconds);

} // namespace dtrace::stream
