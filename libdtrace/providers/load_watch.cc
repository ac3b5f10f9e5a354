#include "providers/load_watch.h"

#include "base/limits.h"
#include "arch/page.h"
#include "base/pid_numbers.h"
#include "process/process_objects.h"
#include "symbols/elf_functions.h"

#include <atomic>
#include <bpf/bpf.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

namespace dtrace {

namespace {

const uint64_t page = page_size();
const uint64_t ring_size = 16 * page;

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

constexpr bpf_insn instruction(uint8_t code, uint8_t to, uint8_t from, int16_t offset,
                               int32_t immediate) {
  return {code, to, from, offset, immediate};
}
constexpr bpf_insn call(int helper) {
  return instruction(BPF_JMP | BPF_CALL, 0, 0, 0, helper);
}
constexpr bpf_insn set(uint8_t to, int32_t value) {
  return instruction(BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, value);
}

// if (tgid == process) { ringbuf_output(ring, tgid); send_signal(SIGSTOP); } return 0;
std::vector<bpf_insn> watch_code(pid_t process, int ring, bool stops) {
  std::vector<bpf_insn> notice = {
      instruction(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, ring),
      instruction(0, 0, 0, 0, 0),
      instruction(BPF_STX | BPF_MEM | BPF_DW, 10, 0, -8, 0),
      instruction(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0),
      instruction(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -8),
      set(3, 8),
      set(4, 0),
      call(BPF_FUNC_ringbuf_output),
  };
  if (stops) {
    notice.push_back(set(1, SIGSTOP));
    notice.push_back(call(BPF_FUNC_send_signal));
  }
  std::vector<bpf_insn> code = {
      call(BPF_FUNC_get_current_pid_tgid),
      instruction(BPF_ALU64 | BPF_RSH | BPF_K, 0, 0, 0, 32),
  };
  if (process)
    code.push_back(
        instruction(BPF_JMP | BPF_JNE | BPF_K, 0, 0, static_cast<int16_t>(notice.size()), process));
  code.insert(code.end(), notice.begin(), notice.end());
  code.push_back(set(0, 0));
  code.push_back(instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0));
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

Result<void> LoadWatch::load(bool multi, bool at_linker, int &fd) const {
  const std::vector<bpf_insn> code = watch_code(shown_pid(process_), ring_, stops_);
  LIBBPF_OPTS(bpf_prog_load_opts, options);
  if (at_linker && multi)
    options.expected_attach_type = static_cast<bpf_attach_type>(uprobe_multi_attach_type);
  fd = bpf_prog_load(at_linker ? BPF_PROG_TYPE_KPROBE : BPF_PROG_TYPE_RAW_TRACEPOINT,
                     "dtrace_loads", "GPL", code.data(), code.size(), &options);
  if (fd < 0)
    return fail("failed to watch what pid %d loads: %s", process_, explain_errno(errno).c_str());
  return {};
}

Result<std::unique_ptr<LoadWatch>> LoadWatch::open(pid_t process, bool stops,
                                                   const LoadedProgram &like) {
  std::unique_ptr<LoadWatch> watch(new LoadWatch);
  watch->process_ = process;
  watch->stops_ = stops;
  if (stops) {
    TRY(guard, StopGuard::open(process));
    watch->guard_ = std::move(guard);
  }
  watch->ring_ = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "dtrace_loads", 0, 0, ring_size, nullptr);
  // linux/Documentation/bpf/ringbuf.rst: the consumer's position, the producers'.
  void *consumed = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, watch->ring_, 0);
  void *produced = mmap(nullptr, page + 2 * ring_size, PROT_READ, MAP_SHARED, watch->ring_, page);
  watch->consumed_ = consumed == MAP_FAILED ? nullptr : static_cast<uint64_t *>(consumed);
  watch->produced_ = produced == MAP_FAILED ? nullptr : static_cast<uint64_t *>(produced);
  if (!watch->consumed_ || !watch->produced_)
    return fail("failed to watch what pid %d loads: %s", process, explain_errno(errno).c_str());
  TRY_VOID(watch->load(like.multi, false, watch->exec_program_));
  watch->exec_link_ = bpf_raw_tracepoint_open("sched_process_exec", watch->exec_program_);
  const UserProbes linker = linker_of(process);
  if (linker.points.empty())
    return watch;
  TRY_VOID(watch->load(like.multi, true, watch->linker_program_));
  const LoadedProgram program{.fd = watch->linker_program_,
                              .name = "loads",
                              .multi = like.multi,
                              .holder = like.holder};
  TRY_VOID(attach_user_probes({&linker, 1}, program));
  return watch;
}

LoadWatch::~LoadWatch() {
  for (const int fd : {exec_link_, exec_program_, linker_program_})
    if (fd >= 0)
      close(fd);
  if (consumed_ && produced_) {
    heard();
    proceed();
    munmap(const_cast<uint64_t *>(produced_), page + 2 * ring_size);
    munmap(consumed_, page);
  }
  if (ring_ >= 0)
    close(ring_);
}

std::set<pid_t> LoadWatch::heard() {
  constexpr uint64_t header = 8, sample = header + sizeof(uint64_t);
  constexpr uint32_t busy = 1u << 31; // of the header's first word
  std::set<pid_t> processes;
  const uint64_t produced =
      std::atomic_ref(const_cast<uint64_t &>(*produced_)).load(std::memory_order_acquire);
  auto *samples = reinterpret_cast<char *>(const_cast<uint64_t *>(produced_)) + page;
  uint64_t at = *consumed_;
  for (; at < produced; at += sample) {
    char *here = samples + at % ring_size;
    if (std::atomic_ref(*reinterpret_cast<uint32_t *>(here)).load(std::memory_order_acquire) & busy)
      break;
    processes.insert(own_pid(*reinterpret_cast<const pid_t *>(here + header)));
  }
  std::atomic_ref(*consumed_).store(at, std::memory_order_release);
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
