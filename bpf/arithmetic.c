/* Signed division: BPF divides unsigned numbers only (before its version 4), and x / 0 is 0 there.
 * Dividing the least number by -1 crashes some kernels that have version 4, so a division by -1 is
 * never done by BPF. */
#include "context.h"

extern const u32 dt_cpu_v4; /* whether the kernel has it */

inline_ u64 magnitude(s64 value) {
  return value < 0 ? -(u64)value : (u64)value;
}

BUILTIN s64 dt_divide(struct dt_context *dc, s64 a, s64 b) {
  if (b == 0) {
    dt_fault(dc, DT_FAULT_DIVZERO, 0);
    return 0;
  }
  if (b == -1)
    return -(u64)a;
  if (dt_cpu_v4)
    return a / b;
  const u64 quotient = magnitude(a) / magnitude(b);
  return (a < 0) == (b < 0) ? quotient : -quotient;
}

BUILTIN s64 dt_remainder(struct dt_context *dc, s64 a, s64 b) {
  if (b == 0) {
    dt_fault(dc, DT_FAULT_DIVZERO, 0);
    return 0;
  }
  if (b == -1)
    return 0;
  if (dt_cpu_v4)
    return a % b;
  const u64 rest = magnitude(a) % magnitude(b);
  return a < 0 ? -rest : rest;
}

BUILTIN u64 dt_divide_unsigned(struct dt_context *dc, u64 a, u64 b) {
  if (b == 0)
    dt_fault(dc, DT_FAULT_DIVZERO, 0);
  return b ? a / b : 0;
}

BUILTIN u64 dt_remainder_unsigned(struct dt_context *dc, u64 a, u64 b) {
  if (b == 0)
    dt_fault(dc, DT_FAULT_DIVZERO, 0);
  return b ? a % b : 0;
}
