// Stage: arch. The registers of a thread that we have stopped by ptrace, and our breakpoints in it.
// Only of the processor that we run on: each file of these functions is for one.
#pragma once
#include <cstdint>
#include <sys/types.h>

namespace dtrace {

struct Breakpoint {
  uint64_t bits, mask;   // the instruction, in the word at its address
  uint64_t stops_behind; // where the program counter is when it is met, from its address
};
extern const Breakpoint own_breakpoint;

uint64_t program_counter(pid_t thread);
void set_program_counter(pid_t thread, uint64_t address);
// Of the C function at whose first instruction it stands; of a 32-bit program, too.
uint64_t first_argument(pid_t thread);

} // namespace dtrace
