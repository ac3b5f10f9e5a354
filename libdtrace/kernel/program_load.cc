// Stage: kernel. BPF_PROG_LOAD without a log; again with one only when the kernel has refused.
#include "kernel/program_load.h"

#include "base/limits.h"
#include "kernel/relocate.h"
#include "system/bpf.h"
#include "system/instructions.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
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

Descriptor load_with_log(const ProgramLoad &load, std::span<char> log, uint32_t level = 1) {
  const KindRow &row = row_of(load.kind);
  const std::string name = kernel_name(load.name);
  return bpf::load({.type = row.type,
                    .name = name.c_str(),
                    .code = load.instructions,
                    .flags = load.sleepable ? BPF_F_SLEEPABLE : 0u,
                    .attach_type = load.attach_type ? load.attach_type : row.attach_type,
                    .attach_to = load.attach_btf_id,
                    .attach_types = load.attach_btf_object,
                    .types = load.types_fd,
                    .functions = load.functions,
                    .log = log,
                    .log_level = level});
}

// Grows until the log fits; ENOSPC says that it did not. The program may load after all.
Descriptor load_for_log(const ProgramLoad &load, std::string &text) {
  constexpr size_t greatest = 64 << 20;
  std::vector<char> log;
  Descriptor program;
  int error = ENOSPC;
  for (size_t size = 256 << 10; !program && error == ENOSPC && size <= greatest; size *= 8) {
    log.assign(size, '\0');
    program = load_with_log(load, log);
    error = errno;
  }
  text = log.data();
  errno = error;
  return program;
}

// Whether the limits of the verifier are why it refused with `error`: asked for by its last words
// and statistics alone, which cost no more than the refusal. errno stays `error`.
bool is_of_size(const ProgramLoad &load, int error) {
  constexpr uint32_t statistics = 4; // BPF_LOG_STATS of the kernel's bpf_verifier.h
  std::vector<char> log(64 << 10);
  bool of_size = error == E2BIG;
  if (!of_size && error != EPERM && error != ENOSYS) {
    load_with_log(load, log, statistics);
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
  const Descriptor file(mkstemps(path.data(), strlen(".log")));
  if (!file)
    return {};
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t written = write(file.get(), text.data() + done, text.size() - done);
    if (written <= 0)
      break;
    done += written;
  }
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

// The last line of the log that is not statistics.
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

Descriptor try_load(const ProgramLoad &load) {
  return load_with_log(load, {});
}

bool takes_programs(const ProgramLoad &load) {
  constexpr bpf_insn return_0[] = {instructions::set(0, 0), instructions::leave};
  ProgramLoad least = load;
  least.instructions = return_0;
  least.types_fd = -1;
  least.functions = {};
  return static_cast<bool>(try_load(least));
}

Result<Descriptor> load_program(const ProgramLoad &load, bool *too_large) {
  Descriptor program = try_load(load);
  if (program)
    return program;
  if (too_large && is_of_size(load, errno)) {
    *too_large = true;
    return fail("the program of %s is too large", load.name.c_str());
  }
  const char *name = load.name.c_str();
  if (errno == EPERM || errno == ENOSYS)
    return fail("failed to load the program of %s: %s", name, explain_bpf_error(errno).c_str());
  std::string log;
  program = load_for_log(load, log);
  if (program)
    return program;
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
