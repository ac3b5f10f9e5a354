/* What differs by processor, one file of one shape each:
 *   struct registers            struct pt_regs
 *   ENTRY_REGISTERS_SIZE        what entering the kernel leaves on its stack
 *   PC_WORD, IS_USER(words)     of it, as an array: the program counter; whether of a process
 *   EVENT_ADDRESS_WORD          of struct bpf_perf_event_data, as an array: its member addr
 *   IS_32_BIT(registers)        whether of 32-bit code
 *   REGISTER_ARGUMENTS, register_argument(), RETURN_ADDRESS_SIZE, RESULT()   of a function of C
 *   RETURN_ADDRESS(registers)   where the function that begins there returns to
 *   GO_REGISTERS, in_go_register()                                           of one of Go
 *   CALL_NUMBER(), system_call_argument()                                    of a system call
 *   LAST_WORDS(WORD)            the words behind 14 that operands of notes may name
 *   is_in_stub(), follows_call(), stub_caller(saved)  of a system call's stub, which has no frame */
#pragma once
#include "context.h"
#include "helper_calls.h"

inline_ s64 read_stack(u64 address, u32 size) {
  u64 value = 0;
  bpf_probe_read_user(&value, size, (const void *)address);
  return value;
}

inline_ u64 user_code(u64 address, u32 size) {
  u64 bytes = 0;
  bpf_probe_read_user(&bytes, size, (void *)address);
  return bytes;
}

#if defined(__TARGET_ARCH_x86_64)
#include "arch_x86_64.h"
#elif defined(__TARGET_ARCH_aarch64)
#include "arch_aarch64.h"
#else
#error "a processor that bpf/arch_*.h do not know: ARCHITECTURE.md says what it needs"
#endif
