#include "symbols/kernel_function.h"

#include "system/bpf.h"
#include "system/instructions.h"

#include <charconv>
#include <cstring>

namespace dtrace {

struct KernelFunctions::Question {
  uint64_t address;
  char name[504]; // NULs to the end
};

// bpf_kallsyms_lookup_name(name, sizeof name, 0, &address)
bool KernelFunctions::load() {
  map_ = bpf::make_map({.type = BPF_MAP_TYPE_ARRAY,
                        .name = "dt_question",
                        .key_size = 4,
                        .value_size = sizeof(Question),
                        .entries = 1,
                        .flags = BPF_F_MMAPABLE});
  if (map_)
    question_ = Mapping(map_.get(), sizeof(Question), PROT_READ | PROT_WRITE);
  if (!question_)
    return false;
  using namespace instructions;
  const bpf_insn code[] = {
      map_value(4, map_.get()),
      rest,
      copy(1, 4),
      add(1, offsetof(Question, name)),
      set(2, sizeof(Question::name)),
      set(3, 0),
      call(BPF_FUNC_kallsyms_lookup_name),
      set(0, 0),
      leave,
  };
  program_ = bpf::load({.type = BPF_PROG_TYPE_SYSCALL,
                        .name = "dt_function",
                        .code = code,
                        .flags = BPF_F_SLEEPABLE});
  return static_cast<bool>(program_);
}

uint64_t KernelFunctions::address_of(const std::string &name) {
  if (!tried_ && load())
    lookup_ = KernelLookup::make();
  tried_ = true;
  if (!program_ || name.size() >= sizeof(Question::name))
    return KernelSymbols().address_of("", name).value_or(0);
  Question &question = *question_.as<Question>();
  question = {};
  memcpy(question.name, name.data(), name.size());
  return bpf::run(program_.get()) ? question.address : 0;
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
