// Stage: symbols. The registers of one frame of a stack, by DWARF's numbers, and how a DWARF
// expression of call-frame data is evaluated over them.
#pragma once
#include "arch/processor.h"
#include "symbols/stack_copy.h"

#include <array>
#include <elfutils/libdw.h>
#include <optional>
#include <span>

namespace dtrace {

struct FrameState {
  uint64_t address = 0; // of the instruction, or the one that is returned to
  bool is_exact = true; // no return address: the thread was stopped at it, by us or by a signal
  std::array<std::optional<uint64_t>, dwarf_registers> registers{};

  // Where code lies that the address belongs to: a call may be the last instruction of a function.
  uint64_t place() const { return is_exact ? address : address - 1; }
};

// How threads of this machine are unwound.
inline const FrameRules &frame_rules() {
  return *own_processor().frames;
}

// Nothing: registers of a kind that is not unwound (32-bit).
std::optional<FrameState> first_frame(const StackCopy &copy);

std::optional<uint64_t> read_stack_word(const StackCopy &copy, uint64_t address);

// A value, or the place of one; cfa: that of the frame, when it is known.
struct FrameExpression {
  const StackCopy &copy;
  const FrameState &frame;
  std::optional<uint64_t> cfa;
  std::optional<uint64_t> value(std::span<const Dwarf_Op> operations) const;
  // What is at the place that the operations describe (DWARF 5, 6.4.1: register rules).
  std::optional<uint64_t> content(std::span<const Dwarf_Op> operations) const;
};

} // namespace dtrace
