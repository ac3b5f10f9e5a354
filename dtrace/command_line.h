// The command: what was asked for on the command line. Programs keep the order in which they were
// given; options and operands may mix in any order (getopt_long permutes).
#pragma once
#include <dtrace/dtrace.h>

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dtrace {

enum class Mode { Trace, List, CompileOnly, Version, Header, Objects, Help, Info };

struct ProgramArgument {
  bool is_script;
  std::string text; // of a script its path, - is standard input
  dtrace_probespec_t spec = DTRACE_PROBESPEC_NAME;
};

struct CommandLine {
  Mode mode = Mode::Trace;
  std::vector<ProgramArgument> programs;
  std::vector<std::pair<std::string, std::string>> options; // -x name=value and what stands for one
  struct Target {
    bool is_command; // -c; else -p
    std::string text;
  };
  std::vector<Target> targets; // in order: the first is $target
  std::vector<std::string> operands;                        // $1 …
  std::string output;                                       // -o
  std::optional<std::string> exporter;                      // --export: the options of dtrace-export
  bool verbose = false;                                     // -v
  bool show_code = false;                                   // -S
  bool with_32_bits = false;                                // -32, for -G
};

// A usage error: status 2.
struct UsageError {
  std::string message;
  std::string advice = "dtrace --help lists the options, man dtrace explains them";
};

std::expected<CommandLine, UsageError> parse_command_line(int argc, char **argv);
std::string help_text(); // --help

} // namespace dtrace
