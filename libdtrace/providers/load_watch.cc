#include "providers/load_watch.h"

#include "arch/page.h"
#include "base/limits.h"
#include "process/process_objects.h"
#include "symbols/elf_functions.h"
#include "system/bpf.h"
#include "system/instructions.h"
#include "system/pid_numbers.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <unistd.h>

namespace dtrace {

namespace {

// How long a process may take to stop once it was told to.
constexpr int stop_tries = 5000, stop_try_microseconds = 200;

char state_of(pid_t process) {
  std::string line;
  std::ifstream status(process_folder(process) + "/status");
  while (std::getline(status, line))
    if (line.starts_with("State:\t"))
      return line[7];
  return 'X';
}

// if (tgid == process) { ringbuf_output(ring, tgid); send_signal(SIGSTOP); } return 0;
std::vector<bpf_insn> watch_code(pid_t process, int ring, bool stops) {
  using namespace instructions;
  std::vector<bpf_insn> notice = {
      map(1, ring), rest,      store(BPF_DW, 10, -8, 0),      copy(2, 10), add(2, -8),
      set(3, 8),    set(4, 0), call(BPF_FUNC_ringbuf_output),
  };
  if (stops)
    notice.insert(notice.end(), {set(1, SIGSTOP), call(BPF_FUNC_send_signal)});
  std::vector<bpf_insn> code = {call(BPF_FUNC_get_current_pid_tgid), compute(BPF_RSH, 0, 32)};
  if (process)
    code.push_back(skip_if(BPF_JNE, 0, process, static_cast<int>(notice.size())));
  code.insert(code.end(), notice.begin(), notice.end());
  code.insert(code.end(), {set(0, 0), leave});
  return code;
}

// No points: the process has none. Every process has the same as we have.
UserProbes linker_of(pid_t process) {
  UserProbes linker{.path = {}, .process = process, .points = {}};
  const auto objects = process_objects(process ? process : getpid());
  for (const ProcessObject &object : objects ? *objects : std::vector<ProcessObject>()) {
    if (!object.name.starts_with("ld"))
      continue;
    const auto functions = ElfFunctions::open(object.file);
    const auto *notify = functions ? functions->find("_dl_debug_state") : nullptr;
    if (!notify)
      continue;
    linker.path = object.file;
    linker.points = {{notify->file_offset, 0}};
  }
  return linker;
}

} // namespace

static Failure not_watched(pid_t process, const std::string &why) {
  return fail("failed to watch what pid %d loads: %s", process, why.c_str());
}

Result<Descriptor> LoadWatch::load(bool multi, bool at_linker) const {
  Descriptor program =
      bpf::load({.type = at_linker ? BPF_PROG_TYPE_KPROBE : BPF_PROG_TYPE_RAW_TRACEPOINT,
                 .name = "dtrace_loads",
                 .code = watch_code(shown_pid(process_), map_.get(), stops_),
                 .attach_type = at_linker && multi ? bpf::places_attach_type : 0});
  if (!program)
    return not_watched(process_, explain_errno(errno));
  return program;
}

Result<std::unique_ptr<LoadWatch>> LoadWatch::open(pid_t process, bool stops,
                                                   const LoadedProgram &like) {
  const uint32_t ring_size = 16 * page_size();
  std::unique_ptr<LoadWatch> watch(new LoadWatch(process, stops));
  if (stops) {
    TRY(guard, StopGuard::open(process));
    watch->guard_ = std::move(guard);
  }
  watch->map_ =
      bpf::make_map({.type = BPF_MAP_TYPE_RINGBUF, .name = "dtrace_loads", .entries = ring_size});
  if (!watch->map_)
    return not_watched(process, explain_errno(errno));
  TRY(ring, RingBuffer::open(watch->map_.get(), ring_size));
  watch->ring_ = std::move(ring);
  TRY(at_exec, watch->load(like.multi, false));
  watch->exec_program_ = std::move(at_exec);
  watch->exec_link_ = bpf::link_tracepoint(watch->exec_program_.get(), "sched_process_exec");
  const UserProbes linker = linker_of(process);
  if (linker.points.empty())
    return watch;
  TRY(at_linker, watch->load(like.multi, true));
  watch->linker_program_ = std::move(at_linker);
  const LoadedProgram program{.fd = watch->linker_program_.get(),
                              .name = "loads",
                              .multi = like.multi,
                              .holder = like.holder};
  TRY_VOID(attach_user_probes({&linker, 1}, program));
  return watch;
}

LoadWatch::~LoadWatch() {
  exec_link_.close();
  if (!ring_)
    return;
  heard();
  proceed();
}

std::set<pid_t> LoadWatch::heard() {
  std::set<pid_t> processes;
  ring_->drain([&](std::span<const std::byte> sample) {
    pid_t process;
    memcpy(&process, sample.data(), sizeof process);
    processes.insert(own_pid(process));
    return true;
  });
  if (!processes.empty())
    wait_until_stopped();
  return processes;
}

void LoadWatch::wait_until_stopped() {
  for (int i = 0; stops_ && i < stop_tries && !stopped_; i++) {
    const char state = state_of(process_);
    stopped_ = state == 'T';
    if (state == 'X' || state == 'Z')
      break;
    if (!stopped_)
      usleep(stop_try_microseconds);
  }
}

void LoadWatch::proceed() {
  if (stopped_)
    kill(process_, SIGCONT);
  stopped_ = false;
}

} // namespace dtrace
