#if defined(__aarch64__)
#include "arch/stopped_thread.h"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

namespace dtrace {

const Breakpoint own_breakpoint = {.bits = 0xd4200000, .mask = 0xffffffff, .stops_behind = 0}; // brk

namespace {
user_regs_struct registers_of(pid_t thread) {
  user_regs_struct registers = {};
  iovec part = {&registers, sizeof registers};
  ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &part);
  return registers;
}
} // namespace

uint64_t program_counter(pid_t thread) {
  return registers_of(thread).pc;
}

void set_program_counter(pid_t thread, uint64_t address) {
  user_regs_struct registers = registers_of(thread);
  registers.pc = address;
  iovec part = {&registers, sizeof registers};
  ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &part);
}

uint64_t first_argument(pid_t thread) {
  return registers_of(thread).regs[0];
}

} // namespace dtrace
#endif
