#include "system/pid_numbers.h"

#include "system/bpf.h"
#include "system/instructions.h"

#include <bpf/btf.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace dtrace {

namespace {

std::string link_target(const char *path) {
  char text[64];
  const ssize_t size = readlink(path, text, sizeof text);
  return {text, size > 0 ? static_cast<size_t>(size) : 0};
}

// Bytes from the start of a structure of the kernel; nothing: this kernel has no such member.
std::optional<int> offset_of(const btf *types, const char *structure, std::string_view member) {
  const int id = btf__find_by_name_kind(types, structure, BTF_KIND_STRUCT);
  const btf_type *type = id > 0 ? btf__type_by_id(types, id) : nullptr;
  for (int i = 0; type && i < btf_vlen(type); i++)
    if (btf__name_by_offset(types, btf_members(type)[i].name_off) == member)
      return static_cast<int>(btf_member_bit_offset(type, i) / 8);
  return std::nullopt;
}

struct Layout {
  int iterator;              // id of the function bpf_iter_task
  int tgid, pid, thread_pid; // in task_struct
  int level, numbers,
      number_size; // in struct pid; of struct upid, whose first member is the number
};

std::optional<Layout> read_layout() {
  const std::unique_ptr<btf, decltype(&btf__free)> types(btf__parse_raw("/sys/kernel/btf/vmlinux"),
                                                         btf__free);
  if (!types)
    return std::nullopt;
  const auto tgid = offset_of(types.get(), "task_struct", "tgid");
  const auto pid = offset_of(types.get(), "task_struct", "pid");
  const auto thread_pid = offset_of(types.get(), "task_struct", "thread_pid");
  const auto level = offset_of(types.get(), "pid", "level");
  const auto numbers = offset_of(types.get(), "pid", "numbers");
  const int iterator = btf__find_by_name_kind(types.get(), "bpf_iter_task", BTF_KIND_FUNC);
  const int upid = btf__find_by_name_kind(types.get(), "upid", BTF_KIND_STRUCT);
  const auto size = btf__resolve_size(types.get(), static_cast<uint32_t>(upid));
  if (!tgid || !pid || !thread_pid || !level || !numbers || iterator < 0 || size <= 0)
    return std::nullopt;
  return Layout{iterator, *tgid, *pid, *thread_pid, *level, *numbers, static_cast<int>(size)};
}

// Reads kernel memory at r3 + offset to the stack.
void read_kernel(std::vector<bpf_insn> &code, int offset, int to, int size) {
  using namespace instructions;
  code.insert(code.end(), {add(3, offset), copy(1, 10), add(1, to), set(2, size),
                           call(BPF_FUNC_probe_read_kernel)});
}

// For each task that leads a process: its number in the first namespace, and the one at the level
// of the namespace of whoever reads.
std::vector<bpf_insn> iterator_code(const Layout &at) {
  using namespace instructions;
  std::vector<bpf_insn> code = {
      copy(6, 1),
      load(BPF_DW, 7, 6, 8), // bpf_iter__task: meta, task
      skip_if(BPF_JEQ, 7, 0, 0),
      load(BPF_W, 8, 7, at.tgid),
      load(BPF_W, 9, 7, at.pid),
      skip_if_registers(BPF_JNE, 8, 9, 0),
      store(BPF_W, 10, -8, 8),
      call(BPF_FUNC_get_current_task),
      copy(3, 0),
  };
  constexpr size_t exits[] = {2, 5};
  read_kernel(code, at.thread_pid, -16, 8);
  code.push_back(load(BPF_DW, 3, 10, -16));
  read_kernel(code, at.level, -24, 4);
  code.push_back(load(BPF_W, 9, 10, -24));
  code.push_back(compute(BPF_MUL, 9, at.number_size));
  code.push_back(copy(3, 7));
  read_kernel(code, at.thread_pid, -16, 8);
  code.push_back(load(BPF_DW, 3, 10, -16));
  code.push_back(add_register(3, 9));
  read_kernel(code, at.numbers, -4, 4);
  code.insert(code.end(), {load(BPF_DW, 1, 6, 0), load(BPF_DW, 1, 1, 0), copy(2, 10), add(2, -8),
                           set(3, 8), call(BPF_FUNC_seq_write)});
  for (const size_t one : exits)
    code[one].off = static_cast<int16_t>(code.size() - one - 1);
  code.insert(code.end(), {set(0, 0), leave});
  return code;
}

class Numbers {
public:
  Numbers() : is_nested_(link_target("/proc/self/ns/pid") != first_namespace) {
    if (!is_nested_)
      return;
    const std::string self = link_target("/proc/self");
    proc_is_own_ = self == std::to_string(getpid());
  }

  bool is_nested() const { return is_nested_; }
  bool proc_is_own() const { return proc_is_own_; }

  pid_t shown(pid_t own) { return is_nested_ && own > 0 ? find(shown_, own) : own; }
  pid_t own(pid_t shown) { return is_nested_ && shown > 0 ? find(own_, shown) : shown; }

private:
  // include/linux/proc_ns.h: PROC_PID_INIT_INO.
  static constexpr std::string_view first_namespace = "pid:[4026531836]";

  pid_t find(const std::map<pid_t, pid_t> &numbers, pid_t number) {
    const std::lock_guard lock(mutex_);
    auto found = numbers.find(number);
    if (found == numbers.end()) {
      ask();
      found = numbers.find(number);
    }
    return found == numbers.end() ? number : found->second;
  }

  void ask() {
    if (!program_ && !std::exchange(tried_, true))
      load();
    const Descriptor link = program_ ? bpf::link_iterator(program_.get()) : Descriptor();
    const Descriptor list = link ? bpf::read_iterator(link.get()) : Descriptor();
    uint32_t pairs[512][2];
    for (ssize_t got; list && (got = read(list.get(), pairs, sizeof pairs)) > 0;)
      for (size_t i = 0; i < static_cast<size_t>(got) / sizeof pairs[0]; i++) {
        const auto [first, ours] = std::pair(pid_t(pairs[i][0]), pid_t(pairs[i][1]));
        shown_[ours] = first;
        own_[first] = ours;
      }
  }

  void load() {
    if (const auto layout = read_layout())
      program_ = bpf::load({.type = BPF_PROG_TYPE_TRACING,
                            .name = "dtrace_pids",
                            .code = iterator_code(*layout),
                            .attach_type = BPF_TRACE_ITER,
                            .attach_to = static_cast<uint32_t>(layout->iterator)});
  }

  const bool is_nested_;
  bool proc_is_own_ = true;
  std::mutex mutex_;
  std::map<pid_t, pid_t> shown_, own_; // by the other
  Descriptor program_;
  bool tried_ = false;
};

Numbers &numbers() {
  static Numbers one;
  return one;
}

std::string folder(pid_t number) {
  return "/proc/" + std::to_string(number);
}

} // namespace

bool has_own_pids() {
  return numbers().is_nested();
}

pid_t shown_pid(pid_t own) {
  return numbers().shown(own);
}

pid_t own_pid(pid_t shown) {
  return numbers().own(shown);
}

std::string process_folder(pid_t own) {
  return folder(numbers().proc_is_own() ? own : shown_pid(own));
}

std::string shown_process_folder(pid_t shown) {
  return folder(numbers().proc_is_own() ? own_pid(shown) : shown);
}

} // namespace dtrace
