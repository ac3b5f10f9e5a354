#include "command_line.h"

#include <getopt.h>

#include <algorithm>
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
  const char *meaning;
};
constexpr Letter letters[] = {
    {'b', "size", "bufsize", "trace buffer size"},
    {'c', "command", nullptr, "run command and trace it; exit when it does ($target)"},
    {'C', nullptr, "cpp", "run cpp on the programs first"},
    {'d', nullptr, nullptr, "show the program as it was understood"},
    {'D', "name[=value]", "define", "define a symbol for cpp"},
    {'e', nullptr, nullptr, "exit after compiling, before tracing"},
    {'f', "description", nullptr, "enable or list probes of a function: [[provider:]module:]function"},
    {'F', nullptr, "flowindent", "indent the output by function entry and return"},
    {'G', nullptr, nullptr, "make an object for programs with probes of their own"},
    {'h', nullptr, nullptr, "make a header from a provider file (-s), for such programs"},
    {'H', nullptr, "cpphdrs", "print the headers that cpp includes"},
    {'i', "id", nullptr, "enable or list the probe of this id"},
    {'I', "directory", "incdir", "where cpp looks for headers"},
    {'l', nullptr, nullptr, "list probes instead of tracing"},
    {'L', "directory", "libdir", "where D libraries are looked for, too"},
    {'m', "description", nullptr, "enable or list probes of a module: [provider:]module"},
    {'n', "description", nullptr, "enable or list probes by name: [[[provider:]module:]function:]name"},
    {'o', "file", nullptr, "append the output to a file"},
    {'p', "pid", nullptr, "trace a running process; exit when it does ($target)"},
    {'P', "provider", nullptr, "enable or list probes of a provider"},
    {'q', nullptr, "quiet", "print only what the program prints"},
    {'s', "script", nullptr, "a program from a file (- is standard input)"},
    {'S', nullptr, nullptr, "show the code that was made"},
    {'U', "name", "undef", "undefine a symbol for cpp"},
    {'v', nullptr, nullptr, "show stability and argument types"},
    {'V', nullptr, nullptr, "show the version"},
    {'w', nullptr, "destructive", "allow destructive actions"},
    {'x', "option[=value]", nullptr, "set an option; see dtrace(8)"},
    {'X', "conformance", "stdc", "how strictly cpp follows ISO C"},
    {'Z', nullptr, "zdefs", "allow descriptions that match no probes"},
    // Known from other systems, and refused (`refused`).
    {'a', nullptr, nullptr, nullptr},
    {'A', nullptr, nullptr, nullptr},
    {'B', nullptr, nullptr, nullptr},
    {'O', nullptr, nullptr, nullptr},
    {'r', nullptr, nullptr, nullptr},
    {'t', nullptr, nullptr, nullptr},
    {'3', nullptr, nullptr, nullptr}, // -32
    {'2', nullptr, nullptr, nullptr},
    {'6', nullptr, nullptr, nullptr}, // -64
    {'4', nullptr, nullptr, nullptr},
};

std::string option_string() {
  std::string text = ":";
  for (const Letter &row : letters) {
    text += row.letter;
    if (row.argument)
      text += ':';
  }
  return text;
}

const Letter *find_letter(int letter) {
  for (const Letter &row : letters)
    if (row.letter == letter)
      return &row;
  return nullptr;
}

struct Refused {
  char letter;
  const char *reason;
};
constexpr Refused refused[] = {
    {'a', "there is no anonymous tracing on Linux: have init start dtrace before what is to be traced"},
    {'A', "there is no anonymous tracing on Linux: have init start dtrace before what is to be traced"},
    {'B', "it means nothing on Linux; the buffers' size is -b or -x bufsize"},
    {'O', "there is one form of output"},
    {'r', "it means nothing on Linux"},
    {'t', "it means nothing on Linux"},
};

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

std::string padded(std::string text) {
  constexpr size_t width = 15;
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

} // namespace

std::string usage_text() {
  std::string text = "Usage: dtrace [options] [-n description [[/predicate/] { actions }]] … "
                     "[operands]\n";
  for (const Letter &row : letters)
    if (row.meaning)
      text += std::string("  -") + row.letter + ' ' + padded(row.argument ? row.argument : "") + ' ' +
              row.meaning + '\n';
  return text + "  A description takes an optional predicate and actions; see dtrace(8).\n";
}

namespace {
// Adds what the words say; argv[0] is passed over, operands are moved behind the options.
std::expected<void, UsageError> parse_words(CommandLine &line, int argc, char **argv) {
  const std::string options = option_string();
  opterr = 0;
  optind = 0; // glibc: from the beginning
  for (int letter; (letter = getopt(argc, argv, options.c_str())) != -1;) {
    const char option = static_cast<char>(optopt);
    if (letter == '?')
      return std::unexpected(UsageError{std::string("unknown option -") + option});
    if (letter == ':')
      return std::unexpected(UsageError{std::string("option -") + option +
                                        " needs an argument (" + find_letter(option)->argument +
                                        ")"});
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

std::expected<CommandLine, UsageError> parse_command_line(int argc, char **argv) {
  CommandLine line;
  if (auto parsed = parse_words(line, argc, argv); !parsed)
    return std::unexpected(parsed.error());
  for (const ProgramArgument &program : line.programs)
    if (program.is_script)
      if (auto added = add_script_options(line, program.text); !added)
        return std::unexpected(added.error());
  return line;
}

} // namespace dtrace
