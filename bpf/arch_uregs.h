/* uregs[] by processor: arch_PROCESSOR_uregs.h has FIRST_REGISTER, COMMON(R), own_register() and
 * go_current(). */
#pragma once
#include "thread_registers.h"

inline_ u64 saved_register(u32 word) {
  return read_word(thread_registers() + 8 * word);
}

inline_ u64 read_user_word(u64 address) {
  u64 value = 0;
  bpf_probe_read_user(&value, sizeof value, (void *)address);
  return value;
}

#if defined(__TARGET_ARCH_x86_64)
#include "arch_x86_64_uregs.h"
#elif defined(__TARGET_ARCH_aarch64)
#include "arch_aarch64_uregs.h"
#else
#error "a processor that bpf/arch_*.h do not know: ARCHITECTURE.md says what it needs"
#endif
