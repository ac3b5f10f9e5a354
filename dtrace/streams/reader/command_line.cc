#include "reader/command_line.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <getopt.h>

namespace dtrace::stream {

namespace {
constexpr int64_t kLongest = 86400; // seconds
constexpr size_t kMeaningColumn = 28;

struct Own {
  char letter;
  const char *name;
};
constexpr Own own[] = {{'V', "version"}, {'h', "help"}}; // of each program

std::string usage(const Command &command) {
  std::string text = std::string("Usage: ") + command.name + " [options] " + command.operands +
                     "\n" + command.about;
  for (const CommandOption &row : command.options) {
    std::string line = std::string("  -") + row.letter + ", --" + row.name +
                       (row.argument ? std::string(" ") + row.argument : "");
    line.resize(std::max(line.size() + 1, kMeaningColumn), ' ');
    text += line + row.meaning + "\n";
  }
  return text + "  -V, --version\n";
}

struct Letters {
  std::string brief = ":"; // a colon first: a missing argument is told apart
  std::vector<option> full;
};

Letters letters_of(const Command &command) {
  Letters letters;
  for (const CommandOption &row : command.options) {
    letters.brief += std::string(1, row.letter) + (row.argument ? ":" : "");
    letters.full.push_back(
        {row.name, row.argument ? required_argument : no_argument, nullptr, row.letter});
  }
  for (const Own &row : own) {
    letters.brief += row.letter;
    letters.full.push_back({row.name, no_argument, nullptr, row.letter});
  }
  letters.full.push_back({});
  return letters;
}

// -1: go on; else the exit status.
int take(const Command &command, int letter, const char *argument, const char *word) {
  if (letter == 'V')
    return printf("%s: version %s\n", command.name, DTRACE_RELEASE), 0;
  if (letter == 'h')
    return fputs(usage(command).c_str(), stdout), 0;
  if (letter == ':')
    return wrong_usage(command, std::string("an argument is missing after ") + word);
  const auto row = std::ranges::find(command.options, letter, &CommandOption::letter);
  if (row == command.options.end())
    return wrong_usage(command, std::string("unknown option ") + word);
  const auto taken = row->take(argument ? argument : "");
  return taken ? -1 : wrong_usage(command, taken.error());
}
} // namespace

int wrong_usage(const Command &command, const std::string &what) {
  fprintf(stderr, "%s: %s\n  %s --help lists the options, man %s explains them\n", command.name,
          what.c_str(), command.name, command.name);
  return kUsage;
}

std::expected<std::vector<std::string>, int> parse(const Command &command, int argc, char **argv) {
  const Letters letters = letters_of(command);
  opterr = 0;
  for (int letter; (letter = getopt_long(argc, argv, letters.brief.c_str(), letters.full.data(),
                                         nullptr)) != -1;)
    if (const int status = take(command, letter, optarg, argv[optind - 1]); status >= 0)
      return std::unexpected(status);
  return std::vector<std::string>(argv + optind, argv + argc);
}

std::expected<std::string, int> parse_one_stream(const Command &command, int argc, char **argv) {
  auto operands = parse(command, argc, argv);
  if (!operands)
    return std::unexpected(operands.error());
  if (operands->size() > 1)
    return std::unexpected(
        wrong_usage(command, "one stream is expected: dtrace-merge -j makes one of several"));
  return operands->empty() ? "-" : operands->front();
}

Take to_flag(bool &flag) {
  return [&flag](const std::string &) -> std::expected<void, std::string> {
    flag = true;
    return {};
  };
}

Take to_text(std::string &text) {
  return [&text](const std::string &argument) -> std::expected<void, std::string> {
    text = argument;
    return {};
  };
}

Take to_number(size_t &number, size_t least, size_t most, const char *what) {
  return [=, &number](const std::string &text) -> std::expected<void, std::string> {
    size_t value = 0;
    const char *end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || value < least || value > most)
      return std::unexpected(std::string(what) + " from " + std::to_string(least) + " to " +
                             std::to_string(most) + " is expected, not " + text);
    number = value;
    return {};
  };
}

Take to_seconds(int64_t &nanoseconds) {
  return [&nanoseconds](const std::string &text) -> std::expected<void, std::string> {
    char *end = nullptr;
    const double seconds = strtod(text.c_str(), &end);
    if (text.empty() || *end || !(seconds >= 0) || seconds > kLongest)
      return std::unexpected("a time in seconds is expected, not " + text);
    nanoseconds = static_cast<int64_t>(seconds * 1e9);
    return {};
  };
}

} // namespace dtrace::stream
