/* Text made a character at a time. Its length lies in memory that the verifier does not follow, so
 * that ways of different lengths are one to it. */
#pragma once
#include "text.h"

struct output {
  volatile u32 length;
  u32 unused;
  char text[120];
};

inline_ struct output *start_output(struct dt_context *dc) {
  struct output *output = (struct output *)dc->scratch;
  output->length = 0;
  return output;
}

inline_ void put(struct output *output, char c) {
  u64 at = output->length;
  HIDE(at);
  if (at >= sizeof output->text - 1)
    return;
  output->text[at] = c;
  output->length = at + 1;
}

inline_ char hex_digit(u32 value) {
  value &= 15;
  return value < 10 ? '0' + value : 'a' + value - 10;
}

inline_ void put_byte(struct output *output, u32 value) { /* decimal */
  if (value >= 100)
    put(output, '0' + value / 100);
  if (value >= 10)
    put(output, '0' + value / 10 % 10);
  put(output, '0' + value % 10);
}

inline_ s64 finish_output(struct output *output, char *to, u32 to_size) {
  const u64 length = output->length;
  put(output, 0);
  bpf_probe_read_kernel_str(to, to_size < sizeof output->text ? to_size : sizeof output->text,
                            output->text);
  return length;
}
