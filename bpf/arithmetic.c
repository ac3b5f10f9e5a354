/* Signed division: BPF divides unsigned numbers only (before its version 4), and x / 0 is 0 there. */
#include "context.h"

inline_ u64 magnitude(s64 value) {
  return value < 0 ? -(u64)value : (u64)value;
}

BUILTIN s64 dt_divide(struct dt_context *dc, s64 a, s64 b) {
  if (b == 0) {
    dt_fault(dc, DT_FAULT_DIVZERO, 0);
    return 0;
  }
  const u64 quotient = magnitude(a) / magnitude(b);
  return (a < 0) == (b < 0) ? quotient : -quotient;
}

BUILTIN s64 dt_remainder(struct dt_context *dc, s64 a, s64 b) {
  if (b == 0) {
    dt_fault(dc, DT_FAULT_DIVZERO, 0);
    return 0;
  }
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
