// One tracing session, from D text to printed result: all stages put together. The stages in order
// are compile(), enable(), go(), then sleep() and work() until work() says Done, and stop() to end
// early. No global state: several sessions may live in one process.
#pragma once
#include "analysis/analyze.h"
#include "base/diagnostic.h"
#include "codegen/codegen.h"
#include "consume/consumer.h"
#include "consume/recorded_names.h"
#include "kernel/kernel.h"
#include "language/options.h"
#include "libraries.h"
#include "output/stream_head.h"
#include "output/symbolizer.h"
#include "process/process.h"
#include "progress.h"
#include "syntax/parse.h"
#include "usdt/declaration.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dtrace {

constexpr const char *kLanguageVersion = "2.0"; // of D

struct ProgramText {
  SourceKind kind;
  std::string name; // the script's path; the text itself for a program of the command line
  std::string text;
  ParseOptions::Specifier specifier = ParseOptions::Specifier::Name;
  std::vector<std::string> arguments{}; // $0 $1 …; none: the operands of all
};

class Session {
public:
  Session(Output &output, Output &messages);
  ~Session();

  Options &options() { return options_; }
  Processes &processes() { return processes_; }

  // Before enable(). An optional handler between the consumer and the printer, and who is told when
  // a target ends, instead of `messages`.
  std::function<RecordHandler &(RecordHandler &printer)> records_through;
  std::function<void(const Processes::End &end)> on_target_end;

  // Probes that the descriptions of programs match, or all of no program; in order of id, once. Of
  // the first `skipped` programs only the declarations count.
  Result<std::vector<Probe>> list(const std::vector<ProgramText> &programs,
                                  const std::vector<std::string> &operands, size_t skipped = 0);
  // Every probe that matches, those of D libraries too.
  Result<void> match(const ProbeDescription &description, const ProbeSink &sink);
  Result<ProbeArguments> arguments(const Probe &probe);
  std::string advice(const ProbeDescription &description) { return registry_.advice(description); }

  // All programs together; `operands` are $1 …. False: see errors(). A further call begins anew.
  bool compile(const std::vector<ProgramText> &programs, const std::vector<std::string> &operands);
  // Instead of compile(): a provider file, whose types need not be known; see providers().
  bool declare(const ProgramText &text);
  // After declare().
  Result<std::vector<usdt::Provider>> providers();
  const std::vector<Diagnostic> &errors() const { return errors_; }
  const Manifest &manifest() const { return typed_->manifest; }
  const RecordedNames &names() const;     // once enabled
  uint32_t matched(size_t program) const; // probes that compile()'s n-th program enables
  // The least stable of the probes that it enables, and of what its clauses use (`arguments`).
  ProviderAttributes attributes(size_t program) const;
  std::string notes(size_t program) const; // of these probes, a line each (Provider::note)
  const Source *source(size_t program) const { return programs_[program]->source; }
  void keep_code() { keep_code_ = true; }                // for show_code()
  const std::string &show_code() const { return code_; } // after enable(): what -S prints

  // Generates and loads the code only to see whether that is possible.
  Result<void> try_to_load();
  // Makes the code, loads it and attaches every probe. Nothing fires yet but what BEGIN does.
  Result<void> enable();
  // Fires BEGIN, then lets every other probe through, and the -c targets run. Takes nothing yet.
  Result<void> go();

  enum class Status { Okay, Done };
  // Attaching is abandoned when `fd` becomes readable; -1: never.
  void give_up_by(int fd) { progress_.give_up_by(fd); }
  // Waits until there is work: records, the end of a target, a rate that is due, or `wake_fd`
  // readable.
  void sleep(int wake_fd);
  // Takes and prints what has been recorded. Done: exit() was called, or all targets ended, or
  // stop().
  Status work();
  // From a record handler: work() is to take no further records this time.
  void interrupt() { interrupted_ = true; }
  // Ends tracing: END fires; the next work() takes what remains.
  void stop();
  // Prints the aggregations that were never printed.
  void print_aggregations();
  // The end of the command's output: these aggregations, after a newline. Returns the argument of
  // exit().
  int finish();

  // After enable().
  bool exited() const; // exit() was called
  bool stopped() const;
  int exit_status() const;
  Consumer &consumer();
  // The last object of a stream (-x oformat); nothing for text.
  void end_stream();
  Symbolizer &symbolizer();

private:
  void for_each_probe(size_t program, const ProbeSink &visit) const; // that it enables
  struct Running;                                                    // what exists only once loaded
  void begin_anew();
  void parse_programs(const std::vector<ProgramText> &programs,
                      const std::vector<std::string> &operands);
  ParseOptions parse_options(const ProgramText &text);
  void parse_libraries(const std::vector<ProgramText> &programs);
  void parse_library(const Library &library);
  Libraries &libraries();
  void declare_providers();
  void load_providers(std::vector<ProbeDescription> wanted);
  uint32_t declare_providers_of(const ast::Script &program, uint32_t first_id,
                                bool prefers_aliases);
  AnalysisInput analysis_input();
  void parse_program(const ProgramText &text);
  void note_types(const ast::Script &program);
  void take_arguments(const ProgramText &text);
  void check_arguments();
  Result<LoadedObject> load();
  std::vector<StreamProgram> stream_programs() const;
  void end_tracing();
  void read();
  void tell_drops();
  bool targets_ended();
  void tell(const MissingProbes &missing);

  Output &output_, &messages_;
  Options options_;
  SourceSet sources_;
  std::unique_ptr<TypeGraph> types_;
  Registry registry_;
  Progress progress_;
  Processes processes_;
  MacroValues macros_;
  std::optional<Libraries> libraries_; // opened when first asked for
  std::set<std::string> typedefs_; // of libraries and programs parsed so far
  std::vector<std::unique_ptr<ast::Script>> library_scripts_, programs_;
  std::unique_ptr<TypedProgram> typed_;
  std::unique_ptr<Declarations> declarations_; // for arguments()
  std::vector<Diagnostic> errors_, library_errors_;
  std::set<std::string> told_; // lines of missing probes
  bool keep_code_ = false, interrupted_ = false, any_type_ = false;
  std::string code_;
  std::unique_ptr<Running> running_;
};

} // namespace dtrace
