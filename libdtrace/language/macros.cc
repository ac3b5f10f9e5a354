// Stage: language. The values of macro variables, from system calls.
#include "language/macros.h"

#include "system/pid_numbers.h"

#include <unistd.h>

namespace dtrace {

namespace {
constexpr MacroRow macro_table[] = {
    {"pid", [](pid_t) -> long { return shown_pid(getpid()); }, "process id of dtrace"},
    {"ppid", [](pid_t) -> long { return shown_pid(getppid()); }, "parent process id"},
    {"pgid", [](pid_t) -> long { return getpgrp(); }, "process group id"},
    {"sid", [](pid_t) -> long { return getsid(0); }, "session id"},
    {"uid", [](pid_t) -> long { return getuid(); }, "real user id"},
    {"euid", [](pid_t) -> long { return geteuid(); }, "effective user id"},
    {"gid", [](pid_t) -> long { return getgid(); }, "real group id"},
    {"egid", [](pid_t) -> long { return getegid(); }, "effective group id"},
    {"projid", [](pid_t) -> long { return 0; }, "project id: 0, Linux has no projects"},
    {"taskid", [](pid_t) -> long { return 0; }, "task id: 0, Linux has no project tasks"},
    {"target", [](pid_t target) -> long { return target; }, "process id of -c or -p, else 0"},
};
} // namespace

std::span<const MacroRow> macro_rows() { return macro_table; }

std::vector<std::pair<std::string, std::string>> macro_variables(pid_t target) {
  std::vector<std::pair<std::string, std::string>> variables;
  for (const MacroRow &row : macro_table)
    variables.emplace_back(row.name, std::to_string(row.value(target)));
  return variables;
}

} // namespace dtrace
