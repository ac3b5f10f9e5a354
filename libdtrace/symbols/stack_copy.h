// Stage: symbols. What a thread's user stack is unwound from after the fact: a copy of its registers
// and of the part of the stack that was in use (abi/stack.h).
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <sys/types.h>

namespace dtrace {

struct StackCopy {
  pid_t process;
  std::span<const uint64_t> registers; // by words of the kernel's struct pt_regs
  uint64_t start;                      // address of the first byte
  std::span<const std::byte> bytes;
};

struct StackFrame {
  uint64_t address;
  bool is_call; // the address is where a call returns to, which may be behind the function's end
  auto operator<=>(const StackFrame &) const = default;
};

// -x ustackunwind: Dwarf ends at code without call-frame data, Auto goes on by frame pointers there.
enum class Unwinding { FramePointers, Dwarf, Auto };

} // namespace dtrace
