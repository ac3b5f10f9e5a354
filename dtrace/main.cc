// The command, over the C interface alone: options in, a session driven, exit status out. 0: done;
// 1: could not compile or run; 2: wrong usage; else the argument of exit().
#include "command_line.h"
#include "export_process.h"
#include "listing.h"
#include "machine.h"
#include "notify.h"
#include "program_probes.h"
#include "programs.h"
#include "signals.h"

#include <dtrace/dtrace.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <nss.h>
#include <unistd.h>

using namespace dtrace;

namespace {

constexpr int kUsage = 2;

using Handle = std::unique_ptr<dtrace_hdl_t, decltype(&dtrace_close)>;

bool set_options(dtrace_hdl_t *dtp, const CommandLine &line) {
  for (const auto &[name, value] : line.options)
    if (dtrace_setopt(dtp, name.c_str(), value.c_str()) != 0)
      return false;
  return true;
}

int bad_pid(dtrace_hdl_t *dtp, const std::string &pid) {
  dtrace_optval_t tags = 0;
  dtrace_getopt(dtp, "errtags", &tags);
  fprintf(stderr, "dtrace: %sinvalid pid: %s\n", tags > 0 ? "[D_PROC_BADPID] " : "", pid.c_str());
  return kFailed;
}

int take_targets(dtrace_hdl_t *dtp, const CommandLine &line) {
  for (const auto &[is_command, text] : line.targets) {
    if (is_command) {
      if (!dtrace_proc_command(dtp, text.c_str()))
        return report(dtp);
      continue;
    }
    char *end = nullptr;
    const long pid = strtol(text.c_str(), &end, 10);
    if (*end || text.empty() || pid <= 0 || pid > INT32_MAX)
      return bad_pid(dtp, text);
    if (!dtrace_proc_grab(dtp, static_cast<pid_t>(pid)))
      return report(dtp);
  }
  return 0;
}

int follow(dtrace_hdl_t *dtp, FILE *output, const StopSignals &stop_signals) {
  dtrace_workstatus_t status;
  while ((status = dtrace_work(dtp, output, nullptr, nullptr, nullptr)) == DTRACE_WORKSTATUS_OKAY) {
    dtrace_sleep_fd(dtp, stop_signals.fd());
    if (stop_signals.arrived())
      dtrace_stop(dtp);
  }
  if (status == DTRACE_WORKSTATUS_ERROR)
    return report(dtp);
  const bool text = !dtrace_oformat(dtp);
  if ((text && dtrace_printf(dtp, output, "\n") < 0) ||
      dtrace_aggregate_print(dtp, output, nullptr) != 0 ||
      dtrace_oformat_teardown(dtp, output) != 0)
    return errno == EPIPE ? dtrace_exit_status(dtp) : report(dtp);
  return dtrace_exit_status(dtp);
}

bool is_set(dtrace_hdl_t *dtp, const char *option) {
  dtrace_optval_t value = 0;
  return dtrace_getopt(dtp, option, &value) == 0 && value > 0;
}

void show_stability(dtrace_hdl_t *dtp, FILE *output, const CommandLine &line,
                    const Programs &programs) {
  for (size_t i = 0; i < programs.size(); i++) {
    dtrace_proginfo_t info;
    if (dtrace_program_info(dtp, programs[i], &info) == 0)
      print_stability(output, title_of(line.programs[i]).c_str(), info);
  }
  fflush(output);
}

int trace(dtrace_hdl_t *dtp, FILE *output, const CommandLine &line) {
  if (const int failed = take_targets(dtp, line))
    return failed;
  Programs programs;
  if (const int failed = compile_programs(dtp, line, programs))
    return failed;
  if (line.verbose || is_set(dtp, "verbose"))
    show_stability(dtp, output, line, programs);
  if (line.mode == Mode::CompileOnly && !line.show_code)
    return 0;
  StopSignals stop_signals(output); // from here on what was traced must be printed, whatever ends us
  dtrace_interrupt_fd(dtp, stop_signals.fd());
  if (dtrace_enable(dtp) != 0)
    return report(dtp);
  fputs(dtrace_code(dtp), stderr);
  if (line.mode == Mode::CompileOnly)
    return 0;
  if (dtrace_go(dtp) != 0)
    return report(dtp);
  notify_ready();
  if (is_set(dtp, "destructive") && !is_set(dtp, "quiet"))
    fputs("dtrace: allowing destructive actions\n", stderr);
  return follow(dtp, output, stop_signals);
}

// The exporter's end is the end of tracing, as that of any reader; what it says of its own is on stderr.
int trace_and_export(dtrace_hdl_t *dtp, const CommandLine &line) {
  auto exporter = ExportProcess::start(*line.exporter);
  if (!exporter) {
    fprintf(stderr, "dtrace: %s\n", exporter.error().c_str());
    return kFailed;
  }
  const int status = trace(dtp, exporter->input(), line);
  const int exported = exporter->finish();
  return status ? status : exported ? kFailed : 0;
}

int run(const CommandLine &line) {
  const bool traces = line.mode == Mode::Trace;
  int error = EDT_NONE;
  const Handle handle(
      dtrace_open(DTRACE_VERSION,
                  (traces ? 0 : DTRACE_O_NODEV) | (line.show_code ? DTRACE_O_KEEPCODE : 0), &error),
      dtrace_close);
  dtrace_hdl_t *dtp = handle.get();
  if (!dtp) {
    fprintf(stderr, "dtrace: %s\n", dtrace_errmsg(nullptr, error));
    return kFailed;
  }
  if (!set_options(dtp, line))
    return report(dtp);
  if (line.mode == Mode::Header || line.mode == Mode::Objects)
    return make_program_probes(dtp, line);
  if (line.exporter && traces)
    return trace_and_export(dtp, line);
  FILE *output = line.output.empty() ? stdout : fopen(line.output.c_str(), "a");
  if (!output) {
    fprintf(stderr, "dtrace: failed to open %s: %s\n", line.output.c_str(), strerror(errno));
    return kFailed;
  }
  if (line.mode != Mode::List)
    return trace(dtp, output, line);
  const int failed = take_targets(dtp, line); // a program of -c does not begin
  return failed ? failed : list_probes(dtp, output, line);
}

// Descriptors 0 to 2, even if we were started without: or the first map would become our stdout.
void open_missing_standard_files() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0)
      open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

// A static executable must not load the C library's modules for names of users: they are another version's.
void use_plain_accounts() {
#if DTRACE_STATIC_COMMAND
  __nss_configure_lookup("passwd", "files");
  __nss_configure_lookup("group", "files");
#endif
}

} // namespace

int main(int argc, char **argv) {
  open_missing_standard_files();
  use_plain_accounts();
  const auto line = parse_command_line(argc, argv);
  if (!line) {
    fprintf(stderr, "dtrace: %s\n  %s\n", line.error().message.c_str(), line.error().advice.c_str());
    return kUsage;
  }
  if (line->mode == Mode::Help) {
    fputs(help_text().c_str(), stdout);
    return flush_output(stdout);
  }
  if (line->mode == Mode::Info)
    return show_machine(stdout);
  if (line->mode == Mode::Version) {
    printf("dtrace: version %s, D %s\n", dtrace_version_string(), dtrace_language_version());
    return flush_output(stdout);
  }
  return run(*line);
}
