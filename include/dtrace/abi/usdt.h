/* What bpf/ and the provider share about probes in programs (USDT): where the arguments are. Each
 * place has a row of DT_USDT_ARGUMENTS of them; places whose arguments are alike share a row. */
#pragma once
#include <stdint.h>

#define DT_USDT_ARGUMENTS 16 /* a row */

/* The registers of a 64-bit struct pt_regs, as 8-byte words. On x86-64: r15 r14 r13 r12 bp bx r11 r10
 * r9 r8 ax cx dx si di orig_ax ip cs flags sp; on AArch64: x0 to x30, sp, pc. */
#define DT_USDT_NO_REGISTER 63

enum dt_usdt_kind {
  DT_USDT_NONE,       /* there is no such argument: 0 */
  DT_USDT_VALUE,      /* base + (index << shift) + offset; either register may be none */
  DT_USDT_MEMORY,     /* what lies there */
  DT_USDT_UNREADABLE, /* a fault */
};
enum dt_usdt_index { DT_USDT_WHOLE, DT_USDT_SIGNED_HALF, DT_USDT_UNSIGNED_HALF };

struct dt_usdt_argument {
  int64_t offset;
  uint8_t kind;
  uint8_t base, index; /* words of pt_regs */
  uint8_t shift;       /* of the index */
  uint8_t index_form;  /* enum dt_usdt_index: all of it, or its low half, extended */
  uint8_t high_byte;   /* bits 8 to 15 of the base: %ah */
  int8_t size;         /* bytes: 1, 2, 4, 8; less than 0: signed */
  uint8_t unused;
};
