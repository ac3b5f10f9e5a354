/* Walking strings in a way that the verifier can follow.
 *
 * It runs every iteration of a loop, and forgets a path only where another one with the same known
 * values came by. A number found by a loop has a known value on each way out of it; used to compute
 * an address it would make each way out a path of its own through the rest of the program. So such
 * a number goes through forget() first: copied by the kernel, it is known by its bound only. */
#pragma once
#include "context.h"
#include "helper_calls.h"

inline_ u64 forget(u64 value, u64 most) {
  u64 copy = 0;
  bpf_probe_read_kernel(&copy, sizeof copy, &value);
  HIDE(copy);
  return copy > most ? most : copy;
}

/* Without the NUL; at most size - 1. */
inline_ u64 text_length(const char *text, u32 size) {
  u64 length = 0;
  for (u32 i = 0; i + 1 < size; i++) {
    if (!text[i])
      break;
    length = i + 1;
  }
  return forget(length, size - 1);
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
