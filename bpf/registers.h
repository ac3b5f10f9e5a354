/* The registers of an interrupted program or a called function, and the names that the calling
 * conventions give them. */
#pragma once
#include "arch.h"
#include "context.h"
#include "helper_calls.h"

/* Argument n, a constant, of a function that has just been called. */
inline_ u64 call_argument(const struct registers *registers, u32 n) {
  if (n < REGISTER_ARGUMENTS)
    return register_argument(registers, n);
  u64 value = 0;
  const u64 address = registers->sp + RETURN_ADDRESS_SIZE + 8 * (n - REGISTER_ARGUMENTS);
  bpf_probe_read_kernel(&value, sizeof value, (void *)address);
  return value;
}
