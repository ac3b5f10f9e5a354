// The command: options in, a Session driven, exit status out. 0: done; 1: could not compile or run;
// 2: wrong usage; else the argument of exit().
#include "command_line.h"
#include "listing.h"
#include "signals.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>
#include <fstream>
#include <iterator>

using namespace dtrace;

namespace {

constexpr int kFailed = 1, kUsage = 2;

int report(const Diagnostic &diagnostic, bool show_tag) {
  fputs(describe(diagnostic, show_tag).c_str(), stderr);
  return kFailed;
}

Result<void> read_scripts(std::vector<ProgramText> &programs) {
  for (ProgramText &program : programs) {
    if (program.kind != SourceKind::Script)
      continue;
    errno = 0;
    std::ifstream file(program.name == "-" ? "/dev/stdin" : program.name, std::ios::binary);
    if (file)
      program.text.assign(std::istreambuf_iterator<char>(file), {});
    if (!file || file.bad())
      return fail("failed to open %s: %s", program.name.c_str(),
                  errno ? strerror(errno) : "it cannot be read");
  }
  return {};
}

Result<void> set_options(Session &session, const CommandLine &line) {
  TRY_VOID(session.options().set_from_environment());
  for (const auto &[name, value] : line.options)
    TRY_VOID(session.options().set(name, value));
  return {};
}

Result<void> take_targets(Session &session, const CommandLine &line) {
  for (const std::string &command : line.commands)
    TRY_VOID(session.processes().create(command));
  for (const std::string &pid : line.pids)
    TRY_VOID(session.processes().grab(pid));
  return {};
}

// "script 'x.d' matched 3 probes"; a description is cropped where its predicate or actions begin.
void tell_matches(const Session &session, const std::vector<ProgramText> &programs) {
  for (size_t i = 0; i < programs.size(); i++) {
    const bool script = programs[i].kind == SourceKind::Script;
    const std::string name = programs[i].name.substr(0, script ? std::string::npos
                                                               : programs[i].name.find_first_of("{/;"));
    const uint32_t count = session.matched(i);
    fprintf(stderr, "dtrace: %s '%s' matched %u probe%s\n", script ? "script" : "description",
            name.c_str(), count, count == 1 ? "" : "s");
  }
}

int trace(Session &session, const CommandLine &line) {
  const bool tags = session.options().flag("errtags");
  if (auto possible = check_permission(); !possible && line.mode != Mode::CompileOnly)
    return report(possible.error(), tags);
  if (auto taken = take_targets(session, line); !taken)
    return report(taken.error(), tags);
  if (!session.compile(line.programs, line.operands)) {
    for (const Diagnostic &error : session.errors())
      report(error, tags);
    return kFailed;
  }
  if (!session.options().flag("quiet"))
    tell_matches(session, line.programs);
  if (line.mode == Mode::CompileOnly && !line.show_code)
    return 0;

  if (line.show_code)
    session.keep_code();
  StopSignals stop_signals; // from here on what was traced must be printed, whatever ends us
  if (auto enabled = session.enable(); !enabled)
    return report(enabled.error(), tags);
  if (line.show_code)
    fputs(session.show_code().c_str(), stderr);
  if (line.mode == Mode::CompileOnly)
    return 0;
  if (auto gone = session.go(); !gone)
    return report(gone.error(), tags);
  while (session.work() == Session::Status::Okay) {
    session.sleep(stop_signals.fd());
    if (stop_signals.arrived())
      session.stop();
  }
  return session.finish();
}

int run(const CommandLine &line) {
  Output output(STDOUT_FILENO), messages(stderr);
  Session session(output, messages);
  if (auto set = set_options(session, line); !set)
    return report(set.error(), false);
  if (!line.output.empty())
    if (auto opened = output.redirect(line.output); !opened)
      return report(opened.error(), false);
  if (line.mode == Mode::List)
    return list_probes(session, output, line);
  return trace(session, line);
}

} // namespace

int main(int argc, char **argv) {
  auto line = parse_command_line(argc, argv);
  if (line && line->mode == Mode::Trace && line->programs.empty())
    line = std::unexpected(UsageError{"nothing to trace: give -n, -s, -P, -m, -f or -i"});
  if (!line) {
    fprintf(stderr, "dtrace: %s\n%s", line.error().message.c_str(), usage_text().c_str());
    return kUsage;
  }
  if (line->mode == Mode::Version) {
    printf("dtrace: version %s, D %s\n", DTRACE_VERSION, "2.0");
    return 0;
  }
  if (auto read = read_scripts(line->programs); !read)
    return report(read.error(), false);
  return run(*line);
}
