// Stage: kernel. What this kernel can do, found out by trying: a row a feature, tried when first
// asked about, the answer kept for the life of the process.
#include "base/enum_size.h"
#include "base/limits.h"
#include "kernel/kernel.h"
#include "kernel/program_load.h"
#include "providers/user_probes.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dtrace {

namespace {

// Owns a descriptor that was only wanted as an answer.
struct Answer {
  int fd;
  ~Answer() {
    if (fd >= 0)
      close(fd);
  }
  bool yes() const { return fd >= 0; }
};

constexpr uint64_t instruction(uint8_t code, uint8_t registers, int16_t offset, int32_t immediate) {
  return code | uint64_t{registers} << 8 | uint64_t{static_cast<uint16_t>(offset)} << 16 |
         uint64_t{static_cast<uint32_t>(immediate)} << 32;
}
constexpr uint64_t return_ = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0);
constexpr uint64_t zero_to_r0 = instruction(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0);

Answer load_trivial(BpfKind kind) {
  constexpr uint64_t trivial[] = {zero_to_r0, return_};
  return {try_load({.kind = kind, .name = "dtrace", .instructions = trivial})};
}

bool bpf_syscall() {
  return load_trivial(BpfKind::RawTracepoint).yes();
}

bool cpu_v4() { // sdiv r0, 1
  constexpr uint64_t signed_division[] = {
      zero_to_r0, instruction(BPF_ALU64 | BPF_DIV | BPF_K, 0, 1, 1), return_};
  const Answer answer{try_load(
      {.kind = BpfKind::RawTracepoint, .name = "dtrace_v4", .instructions = signed_division})};
  return answer.yes();
}

// Exchanges, and additions that give what was there before: cmpxchg(r10 - 8, r0 = 0, r0). What came
// later has them, too.
bool atomics() {
  if (has(Feature::CpuV4))
    return true;
  constexpr uint64_t exchange[] = {
      zero_to_r0, instruction(BPF_STX | BPF_MEM | BPF_DW, 10, -8, 0),
      instruction(BPF_STX | 0xc0 | BPF_DW, 10, -8, 0xf1), zero_to_r0, return_};
  const Answer answer{try_load(
      {.kind = BpfKind::RawTracepoint, .name = "dtrace_atomics", .instructions = exchange})};
  return answer.yes();
}

// Whether hashes may take memory for each new key in programs of every kind: programs of perf events,
// which may interrupt the allocator itself, are refused them by kernels whose allocator minds.
bool allocating_hash() {
  LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_NO_PREALLOC);
  const Answer map{bpf_map_create(BPF_MAP_TYPE_HASH, "dtrace", 4, 4, 1, &options)};
  const uint64_t load_map[] = {
      instruction(BPF_LD | BPF_IMM | BPF_DW, 1 | BPF_PSEUDO_MAP_FD << 4, 0, map.fd), 0, zero_to_r0,
      return_};
  const Answer program{
      try_load({.kind = BpfKind::PerfEvent, .name = "dtrace", .instructions = load_map})};
  return map.yes() && program.yes();
}

template <int helper> bool has_helper() {
  return libbpf_probe_bpf_helper(BPF_PROG_TYPE_RAW_TRACEPOINT, static_cast<bpf_func_id>(helper),
                                 nullptr) == 1;
}
template <bpf_map_type type> bool has_map() {
  return libbpf_probe_bpf_map_type(type, nullptr) == 1;
}

// The link attempts below name something that cannot be attached to: a kernel that knows the kind
// of link complains about that, one that does not about the kind.
bool perf_link() {
  const Answer program = load_trivial(BpfKind::PerfEvent);
  const Answer link{bpf_link_create(program.fd, -1, BPF_PERF_EVENT, nullptr)};
  return program.yes() && errno == EBADF;
}

bool raw_tracepoint_cookie() {
  bpf_attr attributes = {};
  attributes.raw_tracepoint.prog_fd = -1;
  // struct { __aligned_u64 name; __u32 prog_fd; __u32 :32; __aligned_u64 cookie; } from Linux 6.10.
  const uint64_t cookie = 1;
  memcpy(reinterpret_cast<char *>(&attributes) + 16, &cookie, sizeof cookie);
  const Answer link{
      static_cast<int>(syscall(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &attributes, sizeof attributes))};
  return errno == EBADF;
}

bool file_readable(const char *path) {
  return access(path, R_OK) == 0;
}
bool kernel_types() {
  return file_readable("/sys/kernel/btf/vmlinux");
}
bool kprobe() {
  return file_readable("/sys/bus/event_source/devices/kprobe/type");
}

Answer load_kprobe(uint32_t attach_type, bool sleepable) {
  constexpr uint64_t trivial[] = {zero_to_r0, return_};
  return {try_load({.kind = BpfKind::Kprobe,
                    .name = "dtrace",
                    .instructions = trivial,
                    .sleepable = sleepable,
                    .attach_type = attach_type})};
}

bool sleepable_uprobe() {
  return load_kprobe(0, true).yes();
}

bool kprobe_multi() {
  const Answer program = load_kprobe(BPF_TRACE_KPROBE_MULTI, false);
  const char *no_function[] = {"no such function"};
  LIBBPF_OPTS(bpf_link_create_opts, options);
  options.kprobe_multi.cnt = 1;
  options.kprobe_multi.syms = no_function;
  const Answer link{bpf_link_create(program.fd, 0, BPF_TRACE_KPROBE_MULTI, &options)};
  return program.yes() && (errno == ESRCH || errno == ENOENT);
}

// Before Linux 6.10 a link for one process was one for one thread; a negative process id is refused
// since then only.
bool uprobe_multi() {
  const Answer program = load_kprobe(uprobe_multi_attach_type, false);
  const uint64_t offset = 0;
  UprobeMultiAttributes attributes = {};
  attributes.program = program.fd;
  attributes.attach_type = uprobe_multi_attach_type;
  attributes.path = reinterpret_cast<uint64_t>("/"); // is no regular file: EBADF
  attributes.offsets = reinterpret_cast<uint64_t>(&offset);
  attributes.count = 1;
  attributes.process = UINT32_MAX;
  const Answer link{
      static_cast<int>(syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof attributes))};
  if (!program.yes() || errno != EINVAL)
    return false;
  attributes.process = 0;
  const Answer other{
      static_cast<int>(syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof attributes))};
  return errno == EBADF;
}

bool fentry() { // at a function that nothing but the kernel's own test calls
  const int function = libbpf_find_vmlinux_btf_id("bpf_fentry_test1", BPF_TRACE_FENTRY);
  if (function <= 0)
    return false;
  constexpr uint64_t trivial[] = {zero_to_r0, return_};
  const Answer program{try_load({.kind = BpfKind::Fentry,
                                 .name = "dtrace",
                                 .instructions = trivial,
                                 .attach_type = BPF_TRACE_FENTRY,
                                 .attach_btf_id = static_cast<uint32_t>(function)})};
  const Answer link{program.yes() ? bpf_raw_tracepoint_open(nullptr, program.fd) : -1};
  return link.yes();
}

// In the order of enum Feature.
constexpr FeatureRow rows[] = {
    {Feature::BpfSyscall, "bpf", "tracing at all", "nothing can be traced", bpf_syscall},
    {Feature::CpuV4, "cpu-v4", "signed division in one instruction",
     "a signed division is some instructions more", cpu_v4},
    {Feature::Atomics, "atomics", "a buffer of records for each CPU", "all CPUs share one buffer", atomics},
    {Feature::BpfLoop, "bpf_loop", "long loops", "functions of strings make larger programs",
     has_helper<BPF_FUNC_loop>},
    {Feature::AllocatingHash, "allocating hash", "quick start of aggregations with keys",
     "aggregations with keys take all of their memory at the start", allocating_hash},
    {Feature::TaskStorage, "task storage", "self-> variables", "self-> variables cannot be used",
     has_helper<BPF_FUNC_task_storage_get>},
    {Feature::RingBuffer, "ring buffer", "records", "nothing can be recorded",
     has_map<BPF_MAP_TYPE_RINGBUF>},
    {Feature::PerfLink, "perf link", "cookies of perf events", "a program for each of such probes",
     perf_link},
    {Feature::RawTracepointCookie, "raw tracepoint cookie", "one program for many tracepoints",
     "rawtp has a program for each probe", raw_tracepoint_cookie},
    {Feature::Kprobe, "kprobe", "fbt", "fbt has no probes but those of fentry", kprobe},
    {Feature::KprobeMulti, "kprobe.multi", "fbt, many functions at once",
     "fbt attaches to one function after the other: slow for many", kprobe_multi},
    {Feature::Fentry, "fentry", "fbt with typed arguments",
     "fbt goes by kprobes: somewhat slower events", fentry},
    {Feature::UprobeMulti, "uprobe.multi", "pid, many functions at once",
     "pid attaches to one place after the other: slow for many", uprobe_multi},
    {Feature::SleepableUprobe, "sleepable uprobe", "copyin of pages that are not resident",
     "copyin and copyinstr fail on pages that are not in memory", sleepable_uprobe},
    {Feature::KernelTypes, "BTF", "kernel types",
     "no types of the kernel: no fbt args[], no curthread, no io, proc or sched", kernel_types},
};

static_assert(in_order(rows, &FeatureRow::feature));

bool has_capabilities() {
  __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct data[2] = {};
  if (syscall(SYS_capget, &header, data) != 0)
    return geteuid() == 0;
  const uint64_t effective = data[0].effective | uint64_t{data[1].effective} << 32;
  const auto may = [&](int capability) { return effective >> capability & 1; };
  return may(CAP_SYS_ADMIN) || (may(CAP_BPF) && may(CAP_PERFMON));
}

} // namespace

std::span<const FeatureRow> feature_rows() {
  return rows;
}

bool has(Feature feature) {
  enum State : char { Unknown, No, Yes };
  static std::array<std::atomic<State>, std::size(rows)> answers{};
  const size_t index = static_cast<size_t>(feature);
  State answer = answers[index];
  if (answer == Unknown)
    answers[index] = answer = rows[index].probe() ? Yes : No;
  return answer == Yes;
}

bool can_attach(BpfKind kind) {
  switch (kind) {
  case BpfKind::Kprobe:
    return has(Feature::Kprobe);
  case BpfKind::KprobeMulti:
    return has(Feature::KprobeMulti);
  case BpfKind::Fentry:
  case BpfKind::Fexit:
    return has(Feature::Fentry);
  default:
    return true;
  }
}

TargetFeatures target_features() {
  return {.cpus = possible_cpus(),
          .cpu_v4 = has(Feature::CpuV4),
          .bpf_loop = has(Feature::BpfLoop),
          .allocating_hash = has(Feature::AllocatingHash),
          .has_buffers = has(Feature::Atomics),
          .cpu_parts = cpu_parts};
}

Result<void> check_permission() {
  if (!has_capabilities())
    return fail("tracing needs root, or the capabilities CAP_BPF and CAP_PERFMON and a tracefs that may "
                "be read");
  const Answer answer = load_trivial(BpfKind::RawTracepoint);
  if (answer.yes())
    return {};
  if (errno == ENOSYS)
    return fail("this kernel cannot trace: it is built without bpf(2)");
  if (errno == EPERM)
    return fail("the kernel forbids tracing although the privileges are there: a container without "
                "bpf(2), or kernel lockdown");
  return fail("the kernel loads no BPF program: %s", explain_errno(errno).c_str());
}

} // namespace dtrace
