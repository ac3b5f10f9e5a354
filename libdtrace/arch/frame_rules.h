// Stage: arch. The registers that stacks are unwound with: DWARF's numbers of them (x86-64 psABI
// 3.6.2, AADWARF64 4.1), and where the kernel's struct pt_regs, as an array of words, has them.
#pragma once
#include <cstdint>
#include <span>

namespace dtrace {

inline constexpr unsigned dwarf_registers = 33; // of the processor that has most

struct FrameRules {
  unsigned frame_pointer, stack_pointer; // DWARF's numbers
  unsigned address_word;                 // of struct pt_regs: the program counter
  std::span<const uint8_t> words;        // of struct pt_regs, by DWARF's numbers
  bool signed_addresses;                 // a return address may hold a signature, but for
  uint64_t address_bits;                 // these bits
  // Whether the registers are those of 64-bit code; of 32-bit code stacks are not unwound.
  bool (*is_64_bit)(std::span<const uint64_t> pt_regs);
};

} // namespace dtrace
