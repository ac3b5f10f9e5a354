#if defined(__x86_64__)
#include "arch/stopped_thread.h"

#include <sys/ptrace.h>
#include <sys/user.h>

namespace dtrace {

const Breakpoint own_breakpoint = {.bits = 0xcc, .mask = 0xff, .stops_behind = 1};

namespace {
// Of a 32-bit process, too, in the form of a 64-bit one: PTRACE_GETREGSET would have its own.
user_regs_struct registers_of(pid_t thread) {
  user_regs_struct registers = {};
  ptrace(PTRACE_GETREGS, thread, nullptr, &registers);
  return registers;
}
} // namespace

uint64_t program_counter(pid_t thread) {
  return registers_of(thread).rip;
}

void set_program_counter(pid_t thread, uint64_t address) {
  user_regs_struct registers = registers_of(thread);
  registers.rip = address;
  ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
}

// i386 psABI 2.2.3: behind the return address.
uint64_t first_argument(pid_t thread) {
  constexpr uint64_t code_segment_32_bit = 0x23;
  const user_regs_struct registers = registers_of(thread);
  if (registers.cs == code_segment_32_bit)
    return static_cast<uint32_t>(ptrace(PTRACE_PEEKDATA, thread, registers.rsp + 4, nullptr));
  return registers.rdi;
}

} // namespace dtrace
#endif
