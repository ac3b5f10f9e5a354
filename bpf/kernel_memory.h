/* Words of the kernel's memory; 0 where it cannot be read. */
#pragma once
#include "context.h"
#include "helper_calls.h"

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
