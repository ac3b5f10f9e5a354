/* Walking strings in a way that the verifier can follow.
 *
 * It runs every iteration of a loop, and takes each way out of one as a path of its own through the
 * rest of the program. So loops over characters go through bpf_loop() where the kernel has it: their
 * body is checked once. What the body keeps between characters lies in a structure of `u64` and
 * pointers. A plain loop does the same on older kernels, and where the text is short. */
#pragma once
#include "context.h"
#include "helper_calls.h"

extern const u32 dt_bpf_loop; /* whether the kernel has it */

#define STEP static inline __attribute__((always_inline)) long
#define SHORT_TEXT 24

/* step(i, state) for i from 0 to count - 1, until it returns 1. */
#define FOR_EACH(count, step, state)                                                               \
  do {                                                                                             \
    if (dt_bpf_loop && (count) > SHORT_TEXT) {                                                     \
      bpf_loop(count, step, state, 0);                                                             \
    } else {                                                                                       \
      for (u32 i_ = 0; i_ < (count); i_++)                                                         \
        if (step(i_, state))                                                                       \
          break;                                                                                   \
    }                                                                                              \
  } while (0)

/* A number that is the same to the verifier whatever way it was found: copied by the kernel, it is
 * known by its bound only. */
inline_ u64 forget(u64 value, u64 most) {
  u64 copy = 0;
  bpf_probe_read_kernel(&copy, sizeof copy, &value);
  HIDE(copy);
  return copy > most ? most : copy;
}

/* A constant that the verifier will still know when a step loads it from its state. */
inline_ u64 kept(u64 constant) {
  HIDE(constant);
  return constant;
}

/* Without the NUL; at most size - 1. `room` is scratch memory of `size` bytes. */
inline_ u64 text_length(char *room, const char *text, u32 size) {
  u64 length = bpf_probe_read_kernel_str(room, size, text) - 1;
  HIDE(length);
  return length < size ? length : 0;
}

inline_ u64 least(u64 a, u64 b) {
  return a < b ? a : b;
}

/* text[from, from + count) and a NUL; `from` and `count` are bounded. */
inline_ s64 copy_part(char *to, u32 to_size, const char *text, u64 from, u64 count) {
  u64 room = count + 1;
  HIDE(room);
  if (room > to_size)
    room = to_size;
  if (bpf_probe_read_kernel_str(to, room, text + from) <= 0)
    to[0] = 0;
  return count;
}

inline_ s64 one_character(char *to, u32 to_size, char c) {
  to[0] = c;
  if (to_size > 1)
    to[1] = 0;
  return 1;
}
