/* Provider usdt: uprobes on the places that notes describe. The cookie of a place is the probe's
 * number in its low half, and in the high half the row of the table that tells where its arguments
 * are. The table is a constant: with one row it is folded away, and an argument is what the compiler
 * of the traced program made it, a register or a read. */
#include "arch.h"
#include "context.h"
#include "helper_calls.h"

#include <dtrace/abi/usdt.h>

extern const struct dt_usdt_argument dt_usdt_arguments[]; /* a power of two of rows */
extern const u32 dt_usdt_mask;                            /* rows less 1 */

/* A case a register, each with a mark of its own behind it: the verifier wants constant offsets into
 * the context, and the compiler would make one load of all. */
#define WORD(n)                                                                                    \
  case n:                                                                                          \
    value = registers[n];                                                                          \
    asm("" : "+r"(value) : "i"(n));                                                                \
    break;
inline_ u64 word_of(const u64 *registers, u32 word) {
  u64 value = 0;
  switch (word) {
    WORD(0)
    WORD(1)
    WORD(2)
    WORD(3)
    WORD(4)
    WORD(5)
    WORD(6)
    WORD(7)
    WORD(8)
    WORD(9)
    WORD(10)
    WORD(11)
    WORD(12)
    WORD(13)
    WORD(14)
    LAST_WORDS(WORD)
  }
  return value;
}

inline_ u64 index_of(const u64 *registers, const struct dt_usdt_argument *argument) {
  u64 value = word_of(registers, argument->index);
  if (argument->index_form == DT_USDT_SIGNED_HALF)
    value = (s64)(s32)value;
  if (argument->index_form == DT_USDT_UNSIGNED_HALF)
    value = (u32)value;
  return value << (argument->shift & 7);
}

BUILTIN u32 dt_usdt_index(struct dt_context *dc) {
  return bpf_get_attach_cookie(dc->bpf);
}

BUILTIN s64 dt_usdt_argument(struct dt_context *dc, u32 n) {
  if (n >= DT_USDT_ARGUMENTS)
    return 0;
  const u64 row = dt_usdt_mask ? (bpf_get_attach_cookie(dc->bpf) >> 32) & dt_usdt_mask : 0;
  const struct dt_usdt_argument *argument = &dt_usdt_arguments[row * DT_USDT_ARGUMENTS + n];
  if (argument->kind == DT_USDT_NONE)
    return 0;
  if (argument->kind == DT_USDT_UNREADABLE) {
    dt_fault(dc, DT_FAULT_ILLOP, 0);
    return 0;
  }
  const u32 size = argument->size < 0 ? -argument->size : argument->size;
  u64 value = argument->base == DT_USDT_NO_REGISTER ? 0 : word_of(dc->bpf, argument->base);
  value = (argument->high_byte ? value >> 8 : value) + argument->offset;
  if (argument->index != DT_USDT_NO_REGISTER)
    value += index_of(dc->bpf, argument);
  if (argument->kind == DT_USDT_MEMORY) {
    u64 memory[2] = {};
    if (bpf_probe_read_user(memory, size & 15, (const void *)value) != 0)
      dt_fault(dc, DT_FAULT_BADADDR, value);
    value = memory[0];
  }
  const u32 shift = (64 - 8 * size) & 63;
  return argument->size < 0 ? (s64)(value << shift) >> shift : (s64)(value << shift >> shift);
}
