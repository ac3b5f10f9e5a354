/* Words of the kernel's memory; 0 where it cannot be read. */
#pragma once
#include "context.h"
#include "helper_calls.h"

/* Of the kernel or of the process: a process's addresses lie in the lower half. */
inline_ long read_anywhere(void *to, u32 size, s64 address) {
  return address < 0 ? bpf_probe_read_kernel(to, size, (void *)address)
                     : bpf_probe_read_user(to, size, (void *)address);
}

inline_ u64 read_word(u64 address) {
  u64 value = 0;
  bpf_probe_read_kernel(&value, sizeof value, (void *)address);
  return value;
}

inline_ u32 read_half(u64 address) {
  u32 value = 0;
  bpf_probe_read_kernel(&value, sizeof value, (void *)address);
  return value;
}
