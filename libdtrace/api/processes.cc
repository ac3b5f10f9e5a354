// Stage: api. The processes of -c and -p.
#include "api/handle.h"

#include <algorithm>
#include <iterator>

using namespace dtrace;

namespace {
constexpr dtrace_proc_t *no_process = nullptr;

dtrace_proc_t *add(dtrace_hdl &handle, const Result<pid_t> &pid) {
  if (!pid) {
    handle.fail(EDT_PROC, pid.error());
    return nullptr;
  }
  return handle.processes.emplace_back(std::make_unique<dtrace_proc>(*pid)).get();
}

// The session's processes, with the environment that -x setenv and unsetenv ask for.
Processes &to_create(dtrace_hdl &handle) {
  const Options &options = handle.session.options();
  std::vector<std::string> changes = options.texts("unsetenv");
  std::ranges::copy(options.texts("setenv"), std::back_inserter(changes));
  handle.session.processes().change_environment(std::move(changes));
  return handle.session.processes();
}

dtrace_proc_t *bad_argument(dtrace_hdl &handle, const char *message) {
  handle.fail(EDT_BADARG, message);
  return nullptr;
}
} // namespace

extern "C" {

dtrace_proc_t *dtrace_proc_create(dtrace_hdl_t *dtp, const char *file, char *const argv[]) {
  return guarded_outside(dtp, no_process, [&] {
    if (!file || !argv || !argv[0])
      return bad_argument(*dtp, "no file or no arguments");
    std::vector<std::string> words;
    for (char *const *word = argv; *word; word++)
      words.emplace_back(*word);
    return add(*dtp, to_create(*dtp).create(file, words));
  });
}

dtrace_proc_t *dtrace_proc_command(dtrace_hdl_t *dtp, const char *line) {
  return guarded_outside(dtp, no_process, [&] {
    return line ? add(*dtp, to_create(*dtp).create(line))
                : bad_argument(*dtp, "the command is NULL");
  });
}

dtrace_proc_t *dtrace_proc_grab(dtrace_hdl_t *dtp, pid_t pid) {
  return guarded_outside(dtp, no_process, [&] {
    return add(*dtp, dtp->session.processes().grab(std::to_string(pid)));
  });
}

pid_t dtrace_proc_pid(const dtrace_proc_t *process) {
  return process ? process->pid : 0;
}

int dtrace_proc_continue(dtrace_hdl_t *dtp, dtrace_proc_t *process) {
  return guarded_outside(dtp, -1, [&] {
    if (!process)
      return dtp->fail(EDT_BADARG, "the process is NULL");
    Processes &processes = dtp->session.processes();
    processes.let_commands_run(dtp->session.options().text("cmdend") == "run");
    const auto gone = processes.go(process->pid);
    return gone ? 0 : dtp->fail(EDT_PROC, gone.error());
  });
}

int dtrace_proc_release(dtrace_hdl_t *dtp, dtrace_proc_t *process) {
  return guarded_outside(dtp, -1, [&] {
    if (!process)
      return dtp->fail(EDT_BADARG, "the process is NULL");
    if (const auto released = dtp->session.processes().release(process->pid); !released)
      return dtp->fail(EDT_PROC, released.error());
    std::erase_if(dtp->processes, [&](const auto &each) { return each.get() == process; });
    return 0;
  });
}
}
