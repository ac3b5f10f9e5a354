// Stage: kernel. BPF_PROG_LOAD without a log; again with one only when the kernel has refused.
#include "kernel/program_load.h"

#include "base/limits.h"
#include "kernel/relocate.h"

#include <algorithm>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <linux/bpf.h>
#include <unistd.h>
#include <vector>

namespace dtrace {

namespace {

struct KindRow {
  BpfKind kind;
  bpf_prog_type type;
  uint32_t attach_type = 0;
};
constexpr KindRow kind_rows[] = {
    {BpfKind::RawTracepoint, BPF_PROG_TYPE_RAW_TRACEPOINT},
    {BpfKind::TypedTracepoint, BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP},
    {BpfKind::TestRun, BPF_PROG_TYPE_RAW_TRACEPOINT},
    {BpfKind::Tracepoint, BPF_PROG_TYPE_TRACEPOINT},
    {BpfKind::PerfEvent, BPF_PROG_TYPE_PERF_EVENT},
    {BpfKind::Kprobe, BPF_PROG_TYPE_KPROBE},
    {BpfKind::Uprobe, BPF_PROG_TYPE_KPROBE},
    {BpfKind::KprobeMulti, BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI},
    {BpfKind::Fentry, BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY},
    {BpfKind::Fexit, BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT},
};

const KindRow &row_of(BpfKind kind) {
  for (const KindRow &row : kind_rows)
    if (row.kind == kind)
      return row;
  return kind_rows[0];
}

// libbpf would tell the terminal about each refusal.
void quieten_libbpf() {
  static const libbpf_print_fn_t before = libbpf_set_print(nullptr);
  (void)before;
}

int load_with_log(const ProgramLoad &load, std::span<char> log, uint32_t level = 1) {
  quieten_libbpf();
  const KindRow &row = row_of(load.kind);
  LIBBPF_OPTS(bpf_prog_load_opts, options);
  options.prog_flags = load.sleepable ? BPF_F_SLEEPABLE : 0;
  options.expected_attach_type =
      static_cast<bpf_attach_type>(load.attach_type ? load.attach_type : row.attach_type);
  options.attach_btf_id = load.attach_btf_id;
  options.attach_btf_obj_fd = std::max(load.attach_btf_object, 0);
  if (load.types_fd >= 0) {
    options.prog_btf_fd = load.types_fd;
    options.func_info = load.functions.data();
    options.func_info_cnt = load.functions.size();
    options.func_info_rec_size = sizeof(bpf_func_info);
  }
  if (!log.empty()) {
    options.log_buf = log.data();
    options.log_size = log.size();
    options.log_level = level;
  }
  const int fd = bpf_prog_load(row.type, kernel_name(load.name).c_str(), "GPL",
                               reinterpret_cast<const bpf_insn *>(load.instructions.data()),
                               load.instructions.size(), &options);
  if (fd < 0)
    errno = -fd;
  return fd < 0 ? -1 : fd;
}

// Grows until the log fits; ENOSPC says that it did not. The program may load after all.
int load_for_log(const ProgramLoad &load, std::string &text) {
  constexpr size_t greatest = 64 << 20;
  std::vector<char> log;
  int fd = -1, error = ENOSPC;
  for (size_t size = 256 << 10; fd < 0 && error == ENOSPC && size <= greatest; size *= 8) {
    log.assign(size, '\0');
    fd = load_with_log(load, log);
    error = errno;
  }
  text = log.data();
  errno = error;
  return fd;
}

// Whether the limits of the verifier are why it refused with `error`: asked for by its last words and
// statistics alone, which cost no more than the refusal. errno stays `error`.
bool is_of_size(const ProgramLoad &load, int error) {
  constexpr uint32_t statistics = 4; // BPF_LOG_STATS of the kernel's bpf_verifier.h
  std::vector<char> log(64 << 10);
  bool of_size = error == E2BIG;
  if (!of_size && error != EPERM && error != ENOSYS) {
    if (const int fd = load_with_log(load, log, statistics); fd >= 0)
      close(fd);
    of_size = explain_refusal(log.data(), error).of_size;
  }
  errno = error;
  return of_size;
}

// Empty when no file can be written.
std::string keep_log(const std::string &text) {
  const char *folder = getenv("TMPDIR");
  std::string path =
      std::string(folder && *folder ? folder : "/tmp") + "/dtrace-verifier-XXXXXX.log";
  const int fd = mkstemps(path.data(), strlen(".log"));
  if (fd < 0)
    return {};
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t written = write(fd, text.data() + done, text.size() - done);
    if (written <= 0)
      break;
    done += written;
  }
  close(fd);
  return done == text.size() ? path : std::string();
}

struct RefusalRow {
  const char *words; // in the verifier's log
  const char *limit, *cure;
  bool of_size = true;
};
constexpr const char *smaller =
    "split the clause, or drop statements from it, until it is accepted";
constexpr const char *less_memory =
    "make strings shorter (-x strsize) or use fewer variables at once";
constexpr RefusalRow refusal_rows[] = {
    {"program is too large", "it takes more than a million steps to check", smaller},
    {"jumps is too complex", "it has too many branches", smaller},
    {"too many subprograms", "it has more than 256 functions", smaller},
    {"combined stack size", "it needs more than 512 bytes of stack", less_memory},
    {"too many frames", "its functions call one another more than 8 deep", smaller},
    {"stack depth", "it needs more than 512 bytes of stack", less_memory},
    {"unknown func", "it needs a function that this kernel or kind of probe does not offer",
     "leave out the function or variable that needs it, or use a newer kernel", false},
    {"cannot use helper", "it needs a function that this kernel or kind of probe does not offer",
     "leave out the function or variable that needs it, or use a newer kernel", false},
};

// The last line of the log that is no statistics.
std::string_view last_words(std::string_view log) {
  std::string_view last;
  while (!log.empty()) {
    const size_t end = log.find('\n');
    const std::string_view line = log.substr(0, end);
    if (!line.empty() && !line.starts_with("processed ") &&
        !line.starts_with("verification time") && !line.starts_with("stack depth"))
      last = line;
    log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
  }
  return last;
}

} // namespace

Refusal explain_refusal(std::string_view log, int error) {
  const std::string_view words = last_words(log);
  for (const RefusalRow &row : refusal_rows)
    if (words.find(row.words) != std::string_view::npos)
      return {row.limit, row.cure, row.of_size};
  if (words.empty() && error == E2BIG)
    return {"it has too many instructions", smaller, true};
  if (const Limit *limit = words.empty() ? find_limit(error) : nullptr)
    return {limit->limit, limit->cure, false};
  return {words.empty() ? std::string(strerror(error)) : std::string(words),
          "this is a fault of dtrace, not of the script: please report it with the log"};
}

std::string explain_bpf_error(int error) {
  std::string text = explain_errno(error);
  if (error == EPERM || error == EACCES)
    text += "; root, or CAP_BPF and CAP_PERFMON, is needed, and a container may forbid bpf(2)";
  if (error == ENOSYS)
    text += "; this kernel is built without bpf(2)";
  return text;
}

int try_load(const ProgramLoad &load) {
  return load_with_log(load, {});
}

bool takes_programs(const ProgramLoad &load) {
  constexpr uint64_t return_0[] = {0x00000000000000b7, 0x0000000000000095}; // r0 = 0; exit
  ProgramLoad least = load;
  least.instructions = return_0;
  least.types_fd = -1;
  least.functions = {};
  const int fd = try_load(least);
  if (fd >= 0)
    close(fd);
  return fd >= 0;
}

Result<int> load_program(const ProgramLoad &load, bool *too_large) {
  int fd = try_load(load);
  if (fd >= 0)
    return fd;
  if (too_large && is_of_size(load, errno)) {
    *too_large = true;
    return fail("the program of %s is too large", load.name.c_str());
  }
  const char *name = load.name.c_str();
  if (errno == EPERM || errno == ENOSYS)
    return fail("failed to load the program of %s: %s", name, explain_bpf_error(errno).c_str());
  std::string log;
  fd = load_for_log(load, log);
  if (fd >= 0)
    return fd;
  const Refusal refusal = explain_refusal(log, errno);
  Failure failure = fail("the kernel refuses the program of %s: %s", name, refusal.limit.c_str());
  failure.error().advice = refusal.cure;
  if (!log.empty()) {
    const std::string file = keep_log(log);
    failure.error().advice +=
        "\n  the verifier's log is " +
        (file.empty() ? "lost: no file can be made in $TMPDIR" : "in " + file);
  }
  return failure;
}

} // namespace dtrace
