// The command: what was asked for on the command line. Programs keep the order in which they were
// given; options and operands may mix in any order (getopt_long permutes).
#pragma once
#include "base/diagnostic.h"
#include "session.h"

#include <string>
#include <utility>
#include <vector>

namespace dtrace {

enum class Mode { Trace, List, CompileOnly, Version, Header, Objects };

struct CommandLine {
  Mode mode = Mode::Trace;
  std::vector<ProgramText> programs;                        // of a script: its path only
  std::vector<std::pair<std::string, std::string>> options; // -x name=value and what stands for one
  std::vector<std::string> commands;                        // -c
  std::vector<std::string> pids;                            // -p
  std::vector<std::string> operands;                        // $1 …
  std::string output;                                       // -o
  bool verbose = false;                                     // -v
  bool show_code = false;                                   // -S
};

// A usage error: status 2.
struct UsageError {
  std::string message; // may be empty: only the usage text
};

std::expected<CommandLine, UsageError> parse_command_line(int argc, char **argv);
std::string usage_text();

} // namespace dtrace
