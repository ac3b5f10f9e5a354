#include "symbols/kernel_function.h"

#include "symbols/kernel_lookup.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <charconv>
#include <cstring>
#include <iterator>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

namespace dtrace {

struct KernelFunctions::Question {
  uint64_t address;
  char name[504]; // NULs to the end
};

KernelFunctions::KernelFunctions() = default;

KernelFunctions::~KernelFunctions() {
  if (shared_)
    munmap(shared_, sizeof *shared_);
  for (const int fd : {shared_fd_, program_fd_})
    if (fd >= 0)
      close(fd);
}

namespace {
constexpr bpf_insn instruction(uint8_t code, uint8_t to, uint8_t from, int32_t immediate) {
  bpf_insn result = {};
  result.code = code;
  result.dst_reg = to;
  result.src_reg = from;
  result.imm = immediate;
  return result;
}
} // namespace

// bpf_kallsyms_lookup_name(name, sizeof name, 0, &address)
bool KernelFunctions::load() {
  LIBBPF_OPTS(bpf_map_create_opts, shared, .map_flags = BPF_F_MMAPABLE);
  shared_fd_ =
      bpf_map_create(BPF_MAP_TYPE_ARRAY, "dt_question", 4, sizeof(Question), 1, &shared);
  if (shared_fd_ < 0)
    return false;
  void *memory =
      mmap(nullptr, sizeof(Question), PROT_READ | PROT_WRITE, MAP_SHARED, shared_fd_, 0);
  if (memory == MAP_FAILED)
    return false;
  shared_ = static_cast<Question *>(memory);
  const bpf_insn program[] = {
      instruction(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_4, BPF_PSEUDO_MAP_VALUE, shared_fd_),
      instruction(0, 0, 0, 0),
      instruction(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_4, 0),
      instruction(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, offsetof(Question, name)),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, sizeof(Question::name)),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_3, 0, 0),
      instruction(BPF_JMP | BPF_CALL, 0, 0, BPF_FUNC_kallsyms_lookup_name),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0),
      instruction(BPF_JMP | BPF_EXIT, 0, 0, 0),
  };
  LIBBPF_OPTS(bpf_prog_load_opts, options, .prog_flags = BPF_F_SLEEPABLE);
  const libbpf_print_fn_t before = libbpf_set_print(nullptr);
  program_fd_ = bpf_prog_load(BPF_PROG_TYPE_SYSCALL, "dt_function", "GPL", program,
                              std::size(program), &options);
  libbpf_set_print(before);
  return program_fd_ >= 0;
}

uint64_t KernelFunctions::address_of(const std::string &name) {
  if (!tried_ && load())
    lookup_ = KernelLookup::make();
  tried_ = true;
  if (program_fd_ < 0 || name.size() >= sizeof shared_->name)
    return KernelSymbols().address_of("", name).value_or(0);
  *shared_ = {};
  memcpy(shared_->name, name.data(), name.size());
  LIBBPF_OPTS(bpf_test_run_opts, options);
  return bpf_prog_test_run_opts(program_fd_, &options) == 0 ? shared_->address : 0;
}

std::optional<KernelFunctions::Range> KernelFunctions::find(const std::string &name) {
  const uint64_t address = address_of(name);
  if (!lookup_)
    lookup_ = KernelLookup::make();
  if (!address || !lookup_)
    return std::nullopt;
  const std::string text(lookup_->describe(address)); // "name+0x0/0x1f"
  uint64_t size = 0;
  if (const size_t slash = text.find("/0x"); slash != std::string::npos)
    std::from_chars(text.data() + slash + 3, text.data() + text.size(), size, 16);
  return size ? std::optional(Range{address, size}) : std::nullopt;
}

} // namespace dtrace
