// Stage: arch. What -G writes into objects: a function that is one probe, and where the arguments of
// its callers are, in the words of notes.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dtrace {

struct ProbeCode {
  struct Relocation {
    uint32_t offset, type;
    int64_t addend;
  };
  uint32_t property = 0, features = 0; // of .note.gnu.property; 0: none
  // A function that is a probe: its code, and where in it the probe is. Empty: -G makes none.
  std::span<const uint8_t> probe{};
  uint32_t probe_offset = 0;
  // A function that returns the 16-bit number at an address, and the relocations that put it in.
  std::span<const uint8_t> load{};
  std::span<const Relocation> load_relocations{};
  uint32_t address_relocation = 0; // a 64-bit address
  std::span<const std::string_view> argument_registers{};
  std::string (*stack_operand)(int offset) = nullptr; // of the word so far above the stack pointer
  int first_stack_offset = 0;

  bool makes_functions() const { return !probe.empty(); }
};

} // namespace dtrace
