// Stage: syntax. See foreign.h.
#include "syntax/foreign.h"

namespace dtrace {

namespace {
constexpr const char *process = "the process is described by curpsinfo: curpsinfo->pr_pid, ->pr_ppid, "
                                "->pr_psargs; its name is execname";
constexpr const char *thread = "the thread is described by curlwpsinfo: curlwpsinfo->pr_lwpid, "
                               "->pr_name, ->pr_state; its id is tid";
constexpr const char *file = "the process's open files are fds[]: fds[n].fi_pathname, .fi_name";
constexpr const char *credentials = "the user and the group of the process are uid and gid";

struct ForeignRow {
  std::string_view name;
  const char *advice;
};
constexpr ForeignRow foreign_rows[] = {
    {"t_procp", process},      {"td_proc", process},   {"curproc", process},
    {"p_pidp", process},       {"p_user", process},    {"u_psargs", process},
    {"p_args", process},       {"p_comm", process},    {"u_comm", process},
    {"proc_t", process},       {"p_pid", process},     {"t_tid", thread},
    {"td_name", thread},       {"td_tid", thread},     {"t_lwp", thread},
    {"kthread_t", thread},     {"klwp_t", thread},     {"t_state", thread},
    {"uf_entry_t", file},      {"u_finfo", file},      {"f_vnode", file},
    {"v_path", file},          {"vnode_t", file},      {"p_fd", file},
    {"p_cred", credentials},   {"t_cred", credentials}, {"td_ucred", credentials},
    {"cr_uid", credentials},
};
} // namespace

std::string_view advice_on_foreign(std::string_view name) {
  for (const ForeignRow &row : foreign_rows)
    if (row.name == name)
      return row.advice;
  return {};
}

} // namespace dtrace
