// Stage: symbols. The BPF program behind KernelLookup, instruction by instruction.
#include "symbols/kernel_lookup.h"

#include "system/bpf.h"
#include "system/instructions.h"

#include <charconv>
#include <cstring>

namespace dtrace {

namespace {

constexpr uint32_t text_size = 1024; // the longest symbol has 511 bytes, a module's name 55
constexpr char format_text[8] = "%pS";

} // namespace

std::unique_ptr<KernelLookup> KernelLookup::make() {
  std::unique_ptr<KernelLookup> lookup(new KernelLookup);
  return lookup->load() ? std::move(lookup) : nullptr;
}

bool KernelLookup::load() {
  const uint32_t key = 0;
  format_ = bpf::make_map({.type = BPF_MAP_TYPE_ARRAY,
                           .name = "dt_format",
                           .key_size = sizeof key,
                           .value_size = sizeof format_text,
                           .entries = 1,
                           .flags = BPF_F_RDONLY_PROG});
  text_map_ = bpf::make_map({.type = BPF_MAP_TYPE_ARRAY,
                             .name = "dt_text",
                             .key_size = sizeof key,
                             .value_size = text_size,
                             .entries = 1,
                             .flags = BPF_F_MMAPABLE});
  if (!format_ || !text_map_ || !bpf::set(format_.get(), &key, format_text) ||
      !bpf::freeze(format_.get()))
    return false;
  text_ = Mapping(text_map_.get(), text_size, PROT_READ | PROT_WRITE);
  if (!text_)
    return false;
  // bpf_snprintf(text, text_size, format, &argument, 8) of the raw tracepoint's first argument
  using namespace instructions;
  const bpf_insn code[] = {
      instructions::load(BPF_DW, 1, 1, 0),
      store(BPF_DW, 10, -8, 1),
      map_value(1, text_map_.get()),
      rest,
      set(2, text_size),
      map_value(3, format_.get()),
      rest,
      copy(4, 10),
      add(4, -8),
      set(5, 8),
      call(BPF_FUNC_snprintf),
      leave,
  };
  program_ = bpf::load({.type = BPF_PROG_TYPE_RAW_TRACEPOINT, .name = "dt_symbol", .code = code});
  return static_cast<bool>(program_);
}

std::string_view KernelLookup::describe(uint64_t address) const {
  const uint64_t arguments[12] = {address};
  char *text = text_.as<char>();
  text[0] = '\0';
  if (!bpf::run(program_.get(), arguments))
    return {};
  return {text, strnlen(text, text_size)};
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
