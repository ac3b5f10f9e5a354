// One tracing session, from D text to printed result: all stages put together. The stages in order
// are compile(), enable(), go(), then sleep() and work() until work() says Done, and stop() to end
// early. No global state: several sessions may live in one process.
#pragma once
#include "analysis/analyze.h"
#include "base/diagnostic.h"
#include "codegen/codegen.h"
#include "consume/consumer.h"
#include "kernel/kernel.h"
#include "language/options.h"
#include "output/output.h"
#include "process/process.h"
#include "syntax/parse.h"

#include <memory>
#include <string>
#include <vector>

namespace dtrace {

struct ProgramText {
  SourceKind kind;
  std::string name; // the script's path; the text itself for a program of the command line
  std::string text;
  ParseOptions::Specifier specifier = ParseOptions::Specifier::Name;
};

class Session {
public:
  Session(Output &output, Output &messages);
  ~Session();

  Options &options() { return options_; }
  Processes &processes() { return processes_; }

  // Probes that the descriptions of a program match, or all of no program; in order of id, once.
  Result<std::vector<Probe>> list(const std::vector<ProgramText> &programs,
                                  const std::vector<std::string> &operands);
  Result<ProbeArguments> arguments(const Probe &probe);

  // All programs together; `operands` are $1 …. False: see errors().
  bool compile(const std::vector<ProgramText> &programs, const std::vector<std::string> &operands);
  const std::vector<Diagnostic> &errors() const { return errors_; }
  const Manifest &manifest() const { return typed_->manifest; }
  uint32_t matched(size_t program) const; // probes that compile()'s n-th program enables
  void keep_code() { keep_code_ = true; }              // for show_code()
  const std::string &show_code() const { return code_; } // after enable(): what -S prints

  // Makes the code, loads it and attaches every probe. Nothing fires yet but what BEGIN does.
  Result<void> enable();
  // Fires BEGIN, then lets every other probe through, and the -c targets run.
  Result<void> go();

  enum class Status { Okay, Done };
  // Until something is there to do: records, a target's end, a rate's beat, or `wake_fd` readable.
  void sleep(int wake_fd);
  // Takes what is there, prints it. Done: exit() was called, or all targets ended, or stop().
  Status work();
  // Ends tracing: END fires, what remains is taken, then nothing more is printed but by finish().
  void stop();
  // Prints the aggregations that were never printed, and what was lost. Returns exit()'s argument.
  int finish();

private:
  struct Running; // what exists only once loaded
  ParseOptions parse_options(const ProgramText &text);
  void parse_program(const ProgramText &text);
  Result<void> attach();
  Result<void> fire(std::string_view probe_name);
  void drain();
  bool targets_ended();

  Output &output_, &messages_;
  Options options_;
  SourceSet sources_;
  TypeGraph types_;
  Registry registry_;
  Processes processes_;
  MacroValues macros_;
  std::vector<std::unique_ptr<ast::Program>> libraries_, programs_;
  std::unique_ptr<TypedProgram> typed_;
  std::vector<Diagnostic> errors_;
  bool keep_code_ = false;
  std::string code_;
  std::unique_ptr<Running> running_;
};

} // namespace dtrace
