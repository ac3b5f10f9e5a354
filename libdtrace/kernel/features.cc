// Stage: kernel. What this kernel can do, found out by trying: a row a feature, tried when first
// asked about, the answer kept for the life of the process.
#include "base/enum_size.h"
#include "base/limits.h"
#include "kernel/kernel.h"
#include "kernel/kernel_types.h"
#include "kernel/program_load.h"
#include "kernel/type_blob.h"
#include "system/bpf.h"
#include "system/instructions.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace dtrace {

namespace {

using instructions::leave;
using instructions::set;

bool loads(const ProgramLoad &load) {
  return static_cast<bool>(try_load(load));
}

constexpr bpf_insn trivial[] = {set(0, 0), leave};

Descriptor load_trivial(BpfKind kind, uint32_t attach_type = 0) {
  return try_load(
      {.kind = kind, .name = "dtrace", .instructions = trivial, .attach_type = attach_type});
}

bool bpf_syscall() {
  return static_cast<bool>(load_trivial(BpfKind::RawTracepoint));
}

bool cpu_v4() { // sdiv r0, 1
  constexpr bpf_insn code[] = {set(0, 0),
                               instructions::make(BPF_ALU64 | BPF_DIV | BPF_K, 0, 0, 1, 1), leave};
  return loads({.kind = BpfKind::RawTracepoint, .name = "dtrace_v4", .instructions = code});
}

// Exchanges, and additions that give what was there before: cmpxchg(r10 - 8, r0 = 0, r0). What came
// later has them, too.
bool atomics() {
  if (has(Feature::CpuV4))
    return true;
  constexpr int exchange = 0xf1, atomic = 0xc0; // BPF_CMPXCHG, BPF_ATOMIC
  constexpr bpf_insn code[] = {set(0, 0), instructions::store(BPF_DW, 10, -8, 0),
                               instructions::make(BPF_STX | atomic | BPF_DW, 10, 0, -8, exchange),
                               set(0, 0), leave};
  return loads({.kind = BpfKind::RawTracepoint, .name = "dtrace_atomics", .instructions = code});
}

// Whether hashes may take memory for each new key in programs of every kind: programs of perf
// events, which may interrupt the allocator itself, are refused them by kernels whose allocator
// minds.
bool allocating_hash() {
  const Descriptor map = bpf::make_map({.type = BPF_MAP_TYPE_HASH,
                                        .name = "dtrace",
                                        .key_size = 4,
                                        .value_size = 4,
                                        .entries = 1,
                                        .flags = BPF_F_NO_PREALLOC});
  const bpf_insn code[] = {instructions::map(1, map.get()), instructions::rest, set(0, 0), leave};
  return map && loads({.kind = BpfKind::PerfEvent, .name = "dtrace", .instructions = code});
}

template <int helper> bool has_helper() {
  return bpf::knows_helper(helper);
}
template <bpf_map_type type> bool has_map() {
  return bpf::knows_map(type);
}

// The link attempts below name something that cannot be attached to: a kernel that knows the kind
// of link complains about that, one that does not about the kind.
bool perf_link() {
  const Descriptor program = load_trivial(BpfKind::PerfEvent);
  const Descriptor link = bpf::link_event(program.get(), -1);
  return program && errno == EBADF;
}

bool raw_tracepoint_cookie() {
  return bpf::knows_tracepoint_cookies();
}

bool file_readable(const char *path) {
  return access(path, R_OK) == 0;
}
bool kernel_types() {
  return file_readable("/sys/kernel/btf/vmlinux");
}
// A helper that takes or gives a pointer of the kernel's own types.
template <int helper> bool has_typed_helper() {
  return has(Feature::KernelTypes) && has_helper<helper>();
}
// As much as the memory of a program that calls copyin(): Linux 7 takes it from an allocator that has
// pieces of up to 8 KiB, which shows when a thread gets its own.
bool large_task_storage() {
  constexpr uint32_t size = 48 << 10;
  if (!has(Feature::TaskStorage))
    return false;
  Object object;
  object.maps.push_back({.symbol = "dtrace", .type = BPF_MAP_TYPE_TASK_STORAGE, .key_size = 4,
                         .value_size = size, .flags = BPF_F_NO_PREALLOC, .needs_types = true});
  const auto types = TypeBlob::make(object);
  if (!types)
    return false;
  const Descriptor map = bpf::make_map({.type = BPF_MAP_TYPE_TASK_STORAGE,
                                        .name = "dtrace",
                                        .key_size = 4,
                                        .value_size = size,
                                        .flags = BPF_F_NO_PREALLOC,
                                        .types = types->fd(),
                                        .key_type = types->key_type(),
                                        .value_type = types->value_type(size)});
  const Descriptor self(static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0)));
  const int thread = self.get();
  const std::vector<std::byte> value(size);
  return map && self && bpf::set(map.get(), &thread, value.data());
}

bool kprobe() {
  return file_readable("/sys/bus/event_source/devices/kprobe/type");
}

bool sleepable_uprobe() {
  return loads(
      {.kind = BpfKind::Kprobe, .name = "dtrace", .instructions = trivial, .sleepable = true});
}

bool kprobe_multi() {
  const Descriptor program = load_trivial(BpfKind::Kprobe, BPF_TRACE_KPROBE_MULTI);
  const char *no_function[] = {"no such function"};
  const Descriptor link = bpf::link_functions(program.get(), {.names = no_function});
  return program && (errno == ESRCH || errno == ENOENT);
}

// Before Linux 6.10 a link for one process was one for one thread; a negative process id is refused
// since then only.
bool uprobe_multi() {
  const Descriptor program = load_trivial(BpfKind::Kprobe, bpf::places_attach_type);
  const uint64_t offset = 0;
  bpf::Places places{
      .path = "/", .offsets = &offset, .process = UINT32_MAX}; // no regular file: EBADF
  const Descriptor link = bpf::link_places(program.get(), places);
  if (!program || errno != EINVAL)
    return false;
  places.process = 0;
  const Descriptor other = bpf::link_places(program.get(), places);
  return errno == EBADF;
}

bool fentry() { // at a function that nothing but the kernel's own test calls
  KernelTypeIds types;
  const auto function = types.function("vmlinux", "bpf_fentry_test1");
  if (!function)
    return false;
  const Descriptor program = try_load({.kind = BpfKind::Fentry,
                                       .name = "dtrace",
                                       .instructions = trivial,
                                       .attach_btf_id = function->id});
  return program && bpf::link_tracepoint(program.get());
}

// In the order of enum Feature.
constexpr FeatureRow rows[] = {
    {Feature::BpfSyscall, "bpf", "tracing at all", "nothing can be traced", bpf_syscall},
    {Feature::CpuV4, "cpu-v4", "signed division in one instruction",
     "a signed division takes a few more instructions", cpu_v4},
    {Feature::Atomics, "atomics", "a buffer of records for each CPU", "all CPUs share one buffer",
     atomics},
    {Feature::BpfLoop, "bpf_loop", "long loops", "string functions make larger programs",
     has_helper<BPF_FUNC_loop>},
    {Feature::AllocatingHash, "allocating hash", "quick start of aggregations with keys",
     "aggregations with keys take all of their memory at the start", allocating_hash},
    {Feature::TaskStorage, "task storage", "self-> variables, and scratch memory for functions",
     "self-> variables are in a hash of size dynvarsize: when it is full, threads not seen for a "
     "long time lose theirs",
     has_typed_helper<BPF_FUNC_task_storage_get>},
    {Feature::LargeTaskStorage, "large task storage", "copyin() and alloca() in functions of programs",
     "their memory is a hash by thread: up to 16 MiB for each program", large_task_storage},
    {Feature::TaskRegisters, "task registers", "registers of programs",
     "they are looked for at the top of the kernel's stack", has_typed_helper<BPF_FUNC_task_pt_regs>},
    {Feature::RingBuffer, "ring buffer", "records", "nothing can be recorded",
     has_map<BPF_MAP_TYPE_RINGBUF>},
    {Feature::PerfLink, "perf link", "cookies of perf events",
     "each such probe needs a program of its own", perf_link},
    {Feature::RawTracepointCookie, "raw tracepoint cookie", "one program for many tracepoints",
     "rawtp has a program for each probe", raw_tracepoint_cookie},
    {Feature::Kprobe, "kprobe", "fbt", "fbt has only the probes that fentry offers", kprobe},
    {Feature::KprobeMulti, "kprobe.multi", "fbt, many functions at once",
     "fbt attaches to functions one by one: slow for many", kprobe_multi},
    {Feature::Fentry, "fentry", "fbt with typed arguments",
     "fbt uses kprobes: events are somewhat slower", fentry},
    {Feature::UprobeMulti, "uprobe.multi", "pid, many functions at once",
     "pid attaches to places one by one: slow for many", uprobe_multi},
    {Feature::SleepableUprobe, "sleepable uprobe", "copyin of pages that are not resident",
     "copyin and copyinstr fail on pages that are not in memory", sleepable_uprobe},
    {Feature::KernelTypes, "BTF", "kernel types",
     "no kernel types: no fbt args[], no curthread, no io, proc or sched", kernel_types},
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
  case BpfKind::TypedTracepoint:
    return has(Feature::KernelTypes);
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
          .task_storage = has(Feature::TaskStorage),
          .large_task_storage = [] { return has(Feature::LargeTaskStorage); },
          .atomics = has(Feature::Atomics),
          .task_registers = has(Feature::TaskRegisters),
          .typed_tracepoints = has(Feature::KernelTypes),
          .has_buffers = has(Feature::Atomics),
          .cpu_parts = cpu_parts};
}

Result<void> check_permission() {
  if (!has_capabilities())
    return fail(
        "tracing needs root, or the capabilities CAP_BPF and CAP_PERFMON and a readable tracefs");
  if (load_trivial(BpfKind::RawTracepoint))
    return {};
  if (errno == ENOSYS)
    return fail("this kernel cannot trace: it is built without bpf(2)");
  if (errno == EPERM)
    return fail("the kernel forbids tracing although you have the privileges: a container without "
                "bpf(2), or kernel lockdown");
  return fail("the kernel does not load BPF programs: %s", explain_errno(errno).c_str());
}

} // namespace dtrace
