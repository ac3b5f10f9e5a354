// Stage: usdt. What differs between processors: how a function that is one probe looks, where its
// arguments are, and the registers that notes name.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dtrace::usdt {

struct Machine {
  uint16_t elf;                  // e_machine
  uint8_t elf_class;             // EI_CLASS
  std::string_view name, prefix; // "x86-64"; what a compiler for it is called: "x86_64-"
  // A function that is a probe: its code, and where in it the probe is.
  std::span<const uint8_t> probe_code;
  uint32_t probe_offset;
  // A function that returns the 16-bit number at an address, and the relocations that put it in.
  std::span<const uint8_t> load_code;
  struct Relocation {
    uint32_t offset, type;
    int64_t addend;
  };
  std::span<const Relocation> load_relocations;
  uint32_t address_relocation;  // a 64-bit address
  uint32_t property, features;  // of .note.gnu.property; 0: none
  std::span<const std::string_view> argument_registers;
  std::string (*stack_operand)(int offset); // of the word so far above the stack pointer
  int first_stack_offset;

  bool makes_functions() const { return !probe_code.empty(); }
};

std::span<const Machine> machines();
const Machine *find_machine(uint16_t elf, uint8_t elf_class); // null: not in the table
// The one this runs on, with 32-bit addresses when asked for: never null for 64.
const Machine *own_machine(bool with_32_bits);
const Machine *machine_of_compiler(std::string_view command); // "aarch64-linux-gnu-gcc -O2"; null

} // namespace dtrace::usdt
