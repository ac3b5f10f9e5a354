// Stage: kernel. Places a program and what it needs one after the other, then patches.
#include "kernel/relocate.h"

#include <cctype>
#include <cstring>
#include <linux/bpf.h>

namespace dtrace {

namespace {

static_assert(sizeof(bpf_insn) == sizeof(uint64_t));
constexpr uint8_t load_immediate64 = BPF_LD | BPF_IMM | BPF_DW; // takes two instructions
constexpr uint8_t call = BPF_JMP | BPF_CALL;
constexpr size_t name_limit = BPF_OBJ_NAME_LEN - 1;

bpf_insn decode(uint64_t bits) {
  bpf_insn instruction;
  memcpy(&instruction, &bits, sizeof bits);
  return instruction;
}
uint64_t encode(const bpf_insn &instruction) {
  uint64_t bits;
  memcpy(&bits, &instruction, sizeof bits);
  return bits;
}

class Relocator {
public:
  Relocator(const Object &object, std::span<const int> map_fds)
      : object_(object), map_fds_(map_fds), starts_(object.subprograms.size(), not_placed) {}

  Result<RelocatedProgram> run(const ProgramImage &program) {
    place(program.main);
    // Relocating a function may place further ones behind it.
    for (size_t i = 0; i < result_.functions.size(); i++) {
      const auto [function, start] = result_.functions[i];
      for (const Relocation &relocation : function->relocations)
        TRY_VOID(patch(*function, start, relocation));
    }
    return std::move(result_);
  }

private:
  static constexpr uint32_t not_placed = UINT32_MAX;

  uint32_t place(const BpfFunction &function) {
    const uint32_t start = result_.instructions.size();
    result_.instructions.insert(result_.instructions.end(), function.instructions.begin(),
                                function.instructions.end());
    result_.functions.push_back({&function, start});
    return start;
  }

  Result<uint32_t> start_of(uint32_t subprogram) {
    if (subprogram >= starts_.size())
      return fail("the object names subprogram %u of %zu", subprogram, starts_.size());
    if (starts_[subprogram] == not_placed)
      starts_[subprogram] = place(object_.subprograms[subprogram]);
    return starts_[subprogram];
  }

  Result<void> patch(const BpfFunction &function, uint32_t start, const Relocation &relocation) {
    const uint32_t at = start + relocation.instruction;
    const bool is_call = relocation.kind == Relocation::Kind::Call;
    if (relocation.instruction + !is_call >= function.instructions.size() ||
        decode(result_.instructions[at]).code != (is_call ? call : load_immediate64))
      return fail("function %s of the object has no place to patch at instruction %u",
                  function.name.c_str(), relocation.instruction);
    switch (relocation.kind) {
    case Relocation::Kind::Map:
    case Relocation::Kind::MapValue:
      return patch_map(at, relocation);
    case Relocation::Kind::Call:
    case Relocation::Kind::Function:
      return patch_function(at, relocation);
    }
    return {};
  }

  Result<void> patch_map(uint32_t at, const Relocation &relocation) {
    if (relocation.target >= object_.maps.size() || relocation.target >= map_fds_.size())
      return fail("the object names map %u of %zu", relocation.target, object_.maps.size());
    const bool value =
        relocation.kind == Relocation::Kind::MapValue || object_.maps[relocation.target].direct;
    set(at, value ? BPF_PSEUDO_MAP_VALUE : BPF_PSEUDO_MAP_FD, map_fds_[relocation.target],
        value ? relocation.addend : 0);
    return {};
  }

  // Both count from the instruction after the one that is patched.
  Result<void> patch_function(uint32_t at, const Relocation &relocation) {
    TRY(start, start_of(relocation.target));
    const int32_t distance = static_cast<int32_t>(start) - static_cast<int32_t>(at) - 1;
    if (relocation.kind == Relocation::Kind::Call) {
      bpf_insn instruction = decode(result_.instructions[at]);
      instruction.src_reg = BPF_PSEUDO_CALL;
      instruction.imm = distance;
      result_.instructions[at] = encode(instruction);
    } else {
      set(at, BPF_PSEUDO_FUNC, distance, 0);
      result_.takes_addresses = true;
    }
    return {};
  }

  void set(uint32_t at, uint8_t pseudo, int32_t low, int32_t high) {
    bpf_insn first = decode(result_.instructions[at]), second = {};
    first.src_reg = pseudo;
    first.imm = low;
    second.imm = high;
    result_.instructions[at] = encode(first);
    result_.instructions[at + 1] = encode(second);
  }

  const Object &object_;
  std::span<const int> map_fds_;
  std::vector<uint32_t> starts_; // of subprograms, in result_.instructions
  RelocatedProgram result_;
};

bool takes_addresses(const BpfFunction &function) {
  for (const Relocation &relocation : function.relocations)
    if (relocation.kind == Relocation::Kind::Function)
      return true;
  return false;
}

} // namespace

Result<RelocatedProgram> relocate(const Object &object, const ProgramImage &program,
                                  std::span<const int> map_fds) {
  return Relocator(object, map_fds).run(program);
}

bool takes_addresses(const Object &object) {
  for (const ProgramImage &program : object.programs)
    if (takes_addresses(program.main))
      return true;
  for (const BpfFunction &subprogram : object.subprograms)
    if (takes_addresses(subprogram))
      return true;
  return false;
}

std::string kernel_name(std::string_view text) {
  std::string name(text.substr(0, name_limit));
  for (char &c : name)
    if (!isalnum(static_cast<unsigned char>(c)))
      c = '_';
  return name;
}

} // namespace dtrace
