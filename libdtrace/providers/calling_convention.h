// Stage: providers. Where the arguments of a C, C++ or Rust function are when it begins, as the n
// of the argN that dt_pid_entry_argument (bpf/provider_pid.c) reads: integer registers in their
// order, then words of the stack; with 32-bit code words of the stack alone. System V ABI: x86-64
// psABI 3.2.3, AAPCS64 6.8.2, i386 psABI 2.2.3.
#pragma once
#include "arch/processor.h"
#include "types/type.h"

namespace dtrace {

class ArgumentPlaces {
public:
  // machine: of the ELF file. result: null, void or the function's.
  ArgumentPlaces(unsigned machine, const Type *result);

  // The n of the next parameter; of one that is in floating-point registers it means nothing.
  uint32_t next(const Type &parameter);

private:
  uint32_t on_stack(const Type &parameter);

  const CallingConvention &convention_;
  uint32_t integers_ = 0, floats_ = 0, stack_ = 0; // used: registers, registers, words
};

} // namespace dtrace
