// Stage: providers. Where the arguments of a C, C++ or Rust function are when it begins, as the n
// of the argN that dt_pid_entry_argument (bpf/provider_pid.c) reads: integer registers in their
// order, then words of the stack; with 32-bit code words of the stack alone. System V ABI: x86-64
// psABI 3.2.3, AAPCS64 6.8.2, i386 psABI 2.2.3.
#pragma once
#include "types/type.h"

namespace dtrace {

class ArgumentPlaces {
public:
  // machine: of the ELF file. result: null, void or the function's.
  ArgumentPlaces(unsigned machine, const Type *result);

  // The n of the next parameter; of one that is in floating-point registers it means nothing.
  uint32_t next(const Type &parameter);

private:
  struct Convention {
    unsigned machine;
    uint32_t word, integers, floats; // bytes; registers
    uint64_t in_registers;           // bytes of the largest struct that is passed in them
    bool large_by_reference;         // one that is larger: its address, else a copy on the stack
    bool result_takes_argument;      // the address where a large result goes
  };
  static const Convention conventions[3]; // the last is for all others

  uint32_t on_stack(const Type &parameter);

  const Convention &convention_;
  uint32_t integers_ = 0, floats_ = 0, stack_ = 0; // used: registers, registers, words
};

} // namespace dtrace
