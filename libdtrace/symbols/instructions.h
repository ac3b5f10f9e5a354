// Stage: symbols. The instructions of a function: where each begins, which ones leave the function.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dtrace {

struct Instruction {
  uint64_t offset; // from the start of the code
  uint32_t size;   // bytes
  bool is_return;
  bool is_jump_out; // a jump to outside of the code, always taken: a tail call
  int64_t jumps_to; // then: where, from the start of the code
};

// The code of one function of an x86-64, i386 or AArch64 object; machine: ELF's EM_*. Nothing for
// others. Bytes that are no instruction end the list.
std::optional<std::vector<Instruction>> read_instructions(std::span<const uint8_t> code,
                                                          unsigned machine);

} // namespace dtrace
