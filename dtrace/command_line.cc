#include "command_line.h"

#include <getopt.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace dtrace {

namespace {

// What an option letter does. `option`: it stands for -x name[=value].
struct Letter {
  char letter;
  const char *argument; // null: takes none
  const char *option;   // null: see parse_letter
  const char *meaning;  // null: only named by --help
};
constexpr Letter letters[] = {
    {'n', "program", nullptr, "trace: a probe description, /predicate/ and { actions }"},
    {'s', "script", nullptr, "trace: programs of a file (- is standard input)"},
    {'l', nullptr, nullptr, "list probes instead; with -v their arguments"},
    {'P', "provider", nullptr, "enable or list the probes of a provider"},
    {'m', "module", nullptr, "those of a module, -f function, -i id"},
    {'c', "command", nullptr, "run a command and trace it ($target) until it ends"},
    {'p', "pid", nullptr, "trace a running process ($target) until it ends"},
    {'q', nullptr, "quiet", "print only what the program prints"},
    {'o', "file", nullptr, "append the output to a file"},
    {'w', nullptr, "destructive", "allow destructive actions"},
    {'x', "option[=value]", nullptr, "set an option"},
    {'Z', nullptr, "zdefs", "allow descriptions that match no probes"},
    {'v', nullptr, nullptr, "show stability and types of arguments"},
    {'e', nullptr, nullptr, "compile only"},
    {'h', nullptr, nullptr, "make a header of a provider file (-s); -G an object"},
    {'b', "size", "bufsize", nullptr},
    {'C', nullptr, "cpp", nullptr},
    {'d', nullptr, nullptr, nullptr},
    {'D', "name[=value]", "define", nullptr},
    {'f', "function", nullptr, nullptr},
    {'F', nullptr, "flowindent", nullptr},
    {'G', nullptr, nullptr, nullptr},
    {'H', nullptr, "cpphdrs", nullptr},
    {'i', "id", nullptr, nullptr},
    {'I', "directory", "incdir", nullptr},
    {'L', "directory", "libdir", nullptr},
    {'S', nullptr, nullptr, nullptr},
    {'U', "name", "undef", nullptr},
    {'V', nullptr, nullptr, nullptr},
    {'X', "conformance", "stdc", nullptr},
    {'3', nullptr, nullptr, nullptr}, // -32
    {'2', nullptr, nullptr, nullptr},
    {'6', nullptr, nullptr, nullptr}, // -64
    {'4', nullptr, nullptr, nullptr},
};

struct Word {
  const char *word;
  const char *argument; // null: it takes none, and stands for the mode
  Mode mode;
  const char *meaning;
};
constexpr Word words[] = {
    {"export", "options", Mode::Trace, "send the output to dtrace-export, with these options"},
    {"info", nullptr, Mode::Info, "show what this machine can trace, for reports of faults"},
    {"help", nullptr, Mode::Help, "show this"},
    {"version", nullptr, Mode::Version, "show the version"},
};

struct Refused {
  char letter;
  const char *reason;
};
constexpr Refused refused[] = {
    {'a', "there is no anonymous tracing on Linux: have init start dtrace before the program to be "
          "traced"},
    {'A', "there is no anonymous tracing on Linux: have init start dtrace before the program to be "
          "traced"},
    {'B', "it means nothing on Linux; the buffers' size is -b or -x bufsize"},
    {'O', "there is one form of output"},
    {'r', "it means nothing on Linux"},
    {'t', "it means nothing on Linux"},
};

constexpr int first_word = 256; // what getopt gives of words[0]; letters are less

std::string option_string() {
  std::string text = ":";
  for (const Letter &row : letters) {
    text += row.letter;
    if (row.argument)
      text += ':';
  }
  for (const Refused &row : refused)
    text += row.letter;
  return text;
}

std::vector<option> word_options() {
  std::vector<option> options;
  for (const Word &row : words)
    options.push_back({row.word, row.argument ? required_argument : no_argument, nullptr,
                       first_word + static_cast<int>(&row - words)});
  options.push_back({});
  return options;
}

const Letter *find_letter(int letter) {
  for (const Letter &row : letters)
    if (row.letter == letter)
      return &row;
  return nullptr;
}

const Refused *find_refused(int letter) {
  for (const Refused &row : refused)
    if (row.letter == letter)
      return &row;
  return nullptr;
}

void parse_letter(CommandLine &line, int letter, const char *argument) {
  const auto program = [&](dtrace_probespec_t spec) {
    line.programs.push_back({false, argument, spec});
  };
  switch (letter) {
  case 'c': line.targets.push_back({true, argument}); break;
  case 'd': line.options.emplace_back("tree", "1"); break;
  case 'e': line.mode = line.mode == Mode::Trace ? Mode::CompileOnly : line.mode; break;
  case 'f': program(DTRACE_PROBESPEC_FUNCTION); break;
  case 'G': line.mode = Mode::Objects; break;
  case 'h': line.mode = Mode::Header; break;
  case 'i': program(DTRACE_PROBESPEC_ID); break;
  case 'l': line.mode = Mode::List; break;
  case 'm': program(DTRACE_PROBESPEC_MODULE); break;
  case 'n': program(DTRACE_PROBESPEC_NAME); break;
  case 'o': line.output = argument; break;
  case 'p': line.targets.push_back({false, argument}); break;
  case 'P': program(DTRACE_PROBESPEC_PROVIDER); break;
  case 's': line.programs.push_back({true, argument}); break;
  case 'S': line.show_code = true; break;
  case 'v': line.verbose = true; break;
  case 'V': line.mode = Mode::Version; break;
  case 'x': {
    const std::string text = argument;
    const size_t equals = text.find('=');
    line.options.emplace_back(text.substr(0, equals),
                              equals == text.npos ? "" : text.substr(equals + 1));
    break;
  }
  case '3': line.with_32_bits = true; break;
  case '6': line.with_32_bits = false; break;
  default: break;
  }
}

// The columns of a line of --help.
std::string help_line(const std::string &option, const char *meaning) {
  constexpr size_t width = 21;
  std::string text = "  " + option;
  text.resize(std::max(text.size() + 1, width), ' ');
  return text + meaning + '\n';
}

// What is exported is a stream, whose aggregations come without being printed.
void take_word(CommandLine &line, const Word &row, const char *argument) {
  if (!row.argument) {
    line.mode = row.mode;
    return;
  }
  line.exporter = argument;
  for (const char *name : {"aggpublish=5s", "oformat=ndjson"}) {
    const std::string text = name;
    const size_t equals = text.find('=');
    line.options.insert(line.options.begin(), {text.substr(0, equals), text.substr(equals + 1)});
  }
}

std::string written(const Letter &row) {
  return std::string("-") + row.letter + (row.argument ? std::string(" ") + row.argument : "");
}
} // namespace

std::string help_text() {
  std::string text = "Usage: dtrace [options] -n program | -s script [operands]\n"
                     "  dtrace -n 'syscall::openat:entry { @[execname] = count(); }'\n"
                     "  dtrace -s script.d -c 'command arguments'\n"
                     "  dtrace -l -P syscall\n\n";
  std::string others;
  for (const Letter &row : letters)
    if (row.meaning)
      text += help_line(written(row), row.meaning);
    else if (std::isalpha(static_cast<unsigned char>(row.letter)))
      others += std::string(others.empty() ? "" : " ") + "-" + row.letter;
  for (const Word &row : words)
    text += help_line(std::string("--") + row.word + (row.argument ? std::string(" ") + row.argument : ""),
                      row.meaning);
  return text + "\nMore: " + others + " -32 -64\nFull manual: man dtrace\n";
}

namespace {
// Adds what the words say; argv[0] is passed over, operands are moved behind the options.
std::expected<void, UsageError> parse_words(CommandLine &line, int argc, char **argv) {
  const std::string options = option_string();
  opterr = 0;
  optind = 0; // glibc: from the beginning
  const std::vector<option> long_options = word_options();
  const auto missing = [](const std::string &which, const char *argument) {
    return std::unexpected(
        UsageError{"option " + which + " needs an argument (" + argument + ")"});
  };
  for (int letter;
       (letter = getopt_long(argc, argv, options.c_str(), long_options.data(), nullptr)) != -1;) {
    const char option = static_cast<char>(optopt);
    if (letter == '?')
      return std::unexpected(UsageError{
          "unknown option " + (optopt > 0 && optopt < first_word ? std::string("-") + option
                                                                 : std::string(argv[optind - 1]))});
    if (letter == ':' && optopt >= first_word)
      return missing(argv[optind - 1], words[optopt - first_word].argument);
    if (letter == ':')
      return missing(std::string("-") + option, find_letter(option)->argument);
    if (letter >= first_word) {
      take_word(line, words[letter - first_word], optarg);
      continue;
    }
    if (const Refused *row = find_refused(letter))
      return std::unexpected(UsageError{std::string("option -") + row->letter +
                                        " is refused: " + row->reason});
    const Letter &row = *find_letter(letter);
    if (row.option)
      line.options.emplace_back(row.option, row.argument ? optarg : "");
    else
      parse_letter(line, letter, optarg);
  }
  line.operands.assign(argv + optind, argv + argc);
  return {};
}

// The words behind the command's name in `#!/usr/sbin/dtrace -qs` or `#!/usr/bin/env -S dtrace -s`.
std::vector<std::string> words_of_first_line(const std::string &path) {
  std::error_code error;
  std::ifstream file;
  if (std::filesystem::is_regular_file(path, error))
    file.open(path);
  std::string text;
  std::getline(file, text);
  std::istringstream line(text);
  std::vector<std::string> words;
  if (!text.starts_with("#!"))
    return words;
  for (std::string word; line >> word;)
    if (!words.empty() || word == "dtrace" || word.ends_with("/dtrace"))
      words.push_back(word);
  return words;
}

// `dtrace -s x.d` means what ./x.d does: the options of the script's first line come before those of
// the command line, which win.
std::expected<void, UsageError> add_script_options(CommandLine &line, const std::string &path) {
  std::vector<std::string> words = words_of_first_line(path);
  if (words.empty())
    return {};
  words.push_back(path); // for -s
  std::vector<char *> arguments;
  for (std::string &word : words)
    arguments.push_back(word.data());
  CommandLine own;
  if (auto parsed = parse_words(own, static_cast<int>(arguments.size()), arguments.data()); !parsed)
    return std::unexpected(UsageError{"first line of " + path + ": " + parsed.error().message});
  line.options.insert(line.options.begin(), own.options.begin(), own.options.end());
  line.verbose |= own.verbose;
  return {};
}
} // namespace

namespace {
// `dtrace script.d`, `dtrace 'syscall:::entry'`.
UsageError nothing_to_trace(const CommandLine &line) {
  UsageError error{"nothing to trace: give -n, -s, -P, -m, -f or -i"};
  if (line.operands.empty())
    return error;
  const std::string &word = line.operands[0];
  std::error_code unknown;
  if (std::filesystem::is_regular_file(word, unknown) || word.ends_with(".d"))
    error.advice = "to run a script write dtrace -s " + word;
  else if (word.find_first_of(":{") != word.npos || std::isupper(static_cast<unsigned char>(word[0])))
    error.advice = "to run a program written here: dtrace -n '" + word + "'";
  return error;
}

std::expected<void, UsageError> check_mode(const CommandLine &line) {
  const bool traces = line.mode == Mode::Trace || line.mode == Mode::CompileOnly;
  if (traces && line.programs.empty())
    return std::unexpected(nothing_to_trace(line));
  const bool makes_probes = line.mode == Mode::Header || line.mode == Mode::Objects;
  if (makes_probes && (line.programs.size() != 1 || !line.programs[0].is_script))
    return std::unexpected(UsageError{"-h and -G need one provider file: give it with -s"});
  if (line.exporter && (!traces || !line.output.empty()))
    return std::unexpected(UsageError{"--export is for tracing, and takes the place of -o"});
  return {};
}
} // namespace

std::expected<CommandLine, UsageError> parse_command_line(int argc, char **argv) {
  CommandLine line;
  if (auto parsed = parse_words(line, argc, argv); !parsed)
    return std::unexpected(parsed.error());
  for (const ProgramArgument &program : line.programs)
    if (program.is_script)
      if (auto added = add_script_options(line, program.text); !added)
        return std::unexpected(added.error());
  if (auto checked = check_mode(line); !checked)
    return std::unexpected(checked.error());
  return line;
}

} // namespace dtrace
