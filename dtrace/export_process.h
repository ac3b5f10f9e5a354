// The command: dtrace-export behind a pipe (--export). It is a separate program, so that no network
// code runs in this process; once started, it drops its privileges.
#pragma once
#include <cstdio>
#include <expected>
#include <string>
#include <sys/types.h>

namespace dtrace {

class ExportProcess {
public:
  // words: its options, with blanks between them. The error is a message for people.
  static std::expected<ExportProcess, std::string> start(const std::string &words);

  FILE *input() const { return input_; } // where the stream is to be written
  // Ends the stream and waits; its exit status.
  int finish();

private:
  ExportProcess(pid_t pid, FILE *input) : pid_(pid), input_(input) {}
  pid_t pid_;
  FILE *input_;
};

} // namespace dtrace
