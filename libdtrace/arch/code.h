// Stage: arch. The instructions of a function: where each begins, which ones leave the function,
// and which ones a uprobe may be set on.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace dtrace {

struct Instruction {
  uint64_t offset; // from the start of the code
  uint32_t size;   // bytes
  bool is_return;
  bool is_jump_out; // a jump to outside of the code, always taken: a tail call
  int64_t jumps_to; // then: where, from the start of the code
  // Why no probe may be set on it: what the program computes could change, or the kernel refuses.
  // Null: one may be.
  const char *refused = nullptr;
};

// What is known of a processor's code. Each `code` is what a file has at that place: any bytes.
struct CodeRules {
  // The code of one function. Bytes that are not an instruction end the list.
  std::vector<Instruction> (*read)(std::span<const uint8_t> code);

  // Instruction::refused of the one that `code` begins with, as far as it alone can tell. at_entry:
  // it is the first of its function, below whose stack pointer there is nothing yet.
  const char *(*why_refused)(std::span<const uint8_t> code, bool at_entry);

  // Where in the function that `code` begins with its entry is traced: 0, but for first
  // instructions that cannot be stepped, or cost much; in Go behind the check of the stack, which
  // it may go through twice.
  uint64_t (*entry_offset)(std::span<const uint8_t> code, bool is_go);
};

} // namespace dtrace
