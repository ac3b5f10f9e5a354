// Stage: symbols. The BPF program behind KernelLookup, instruction by instruction.
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

namespace {

constexpr uint32_t text_size = 1024; // the longest symbol has 511 bytes, a module's name 55
constexpr char format_text[8] = "%pS";

constexpr bpf_insn instruction(uint8_t code, uint8_t to, uint8_t from, int16_t offset,
                               int32_t immediate) {
  bpf_insn result = {};
  result.code = code;
  result.dst_reg = to;
  result.src_reg = from;
  result.off = offset;
  result.imm = immediate;
  return result;
}

} // namespace

std::unique_ptr<KernelLookup> KernelLookup::make() {
  std::unique_ptr<KernelLookup> lookup(new KernelLookup);
  const libbpf_print_fn_t before = libbpf_set_print(nullptr);
  const bool loaded = lookup->load();
  libbpf_set_print(before);
  return loaded ? std::move(lookup) : nullptr;
}

bool KernelLookup::load() {
  LIBBPF_OPTS(bpf_map_create_opts, constant, .map_flags = BPF_F_RDONLY_PROG);
  LIBBPF_OPTS(bpf_map_create_opts, shared, .map_flags = BPF_F_MMAPABLE);
  const uint32_t key = 0;
  format_fd_ =
      bpf_map_create(BPF_MAP_TYPE_ARRAY, "dt_format", sizeof key, sizeof format_text, 1, &constant);
  text_fd_ = bpf_map_create(BPF_MAP_TYPE_ARRAY, "dt_text", sizeof key, text_size, 1, &shared);
  if (format_fd_ < 0 || text_fd_ < 0 ||
      bpf_map_update_elem(format_fd_, &key, format_text, BPF_ANY) != 0 ||
      bpf_map_freeze(format_fd_) != 0)
    return false;
  void *memory = mmap(nullptr, text_size, PROT_READ | PROT_WRITE, MAP_SHARED, text_fd_, 0);
  if (memory == MAP_FAILED)
    return false;
  text_ = static_cast<char *>(memory);
  // bpf_snprintf(text, text_size, format, &argument, 8) of the raw tracepoint's first argument
  const bpf_insn program[] = {
      instruction(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_1, 0, 0),
      instruction(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_1, -8, 0),
      instruction(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_1, BPF_PSEUDO_MAP_VALUE, 0, text_fd_),
      instruction(0, 0, 0, 0, 0),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, text_size),
      instruction(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_3, BPF_PSEUDO_MAP_VALUE, 0, format_fd_),
      instruction(0, 0, 0, 0, 0),
      instruction(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_4, BPF_REG_10, 0, 0),
      instruction(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_4, 0, 0, -8),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_5, 0, 0, 8),
      instruction(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_snprintf),
      instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
  };
  program_fd_ = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "dt_symbol", "GPL", program,
                              std::size(program), nullptr);
  return program_fd_ >= 0;
}

KernelLookup::~KernelLookup() {
  if (text_)
    munmap(text_, text_size);
  for (const int fd : {format_fd_, text_fd_, program_fd_})
    if (fd >= 0)
      close(fd);
}

std::string_view KernelLookup::describe(uint64_t address) const {
  uint64_t arguments[12] = {address};
  LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = arguments, .ctx_size_in = sizeof arguments);
  text_[0] = '\0';
  if (bpf_prog_test_run_opts(program_fd_, &options) != 0)
    return {};
  return {text_, strnlen(text_, text_size)};
}

bool read_kernel_description(std::string_view text, std::string &module, std::string &symbol,
                             uint64_t &offset) {
  const size_t plus = text.find("+0x"), slash = text.find('/', plus);
  if (plus == std::string_view::npos || slash == std::string_view::npos)
    return false;
  const size_t open = text.find(" [", slash), close = text.find_first_of(" ]", open + 2);
  symbol = text.substr(0, plus);
  module = open == std::string_view::npos ? "vmlinux" : text.substr(open + 2, close - open - 2);
  const auto [end, error] =
      std::from_chars(text.data() + plus + 3, text.data() + slash, offset, 16);
  return error == std::errc() && end == text.data() + slash;
}

} // namespace dtrace
