/* String functions (Guide: Subroutines). A search that fails gives the empty string, or -1. */
#include "text.h"

BUILTIN s64 dt_strlen(struct dt_context *dc, const char *text, u32 size) {
  (void)dc;
  return text_length(text, size);
}

/* As strcmp(). */
BUILTIN s64 dt_compare(struct dt_context *dc, const char *a, u32 a_size, const char *b,
                       u32 b_size) {
  (void)dc;
  const u32 both = a_size < b_size ? a_size : b_size;
  for (u32 i = 0; i < both; i++) {
    const s64 left = (u8)a[i], right = (u8)b[i];
    if (left != right)
      return left < right ? -1 : 1;
    if (!left)
      return 0;
  }
  return 0; /* a NUL lies within both bounds */
}

BUILTIN s64 dt_strjoin(struct dt_context *dc, char *to, u32 to_size, const char *a, u32 a_size,
                       const char *b, u32 b_size) {
  char *work = a_size + b_size <= to_size ? to : dc->scratch;
  s64 length = bpf_probe_read_kernel_str(work, a_size, a) - 1;
  HIDE(length);
  if (length < 0)
    length = 0;
  if (length > a_size - 1)
    length = a_size - 1;
  bpf_probe_read_kernel_str(work + length, b_size, b);
  if (work != to)
    bpf_probe_read_kernel_str(to, to_size, work);
  return length;
}
USES_SCRATCH(dt_strjoin, 2);

/* Negative: `index` counts from the end, `length` leaves that many off the end. */
BUILTIN s64 dt_substr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      s64 index, s64 length) {
  (void)dc;
  const s64 all = text_length(text, size);
  s64 count = length == DT_ABSENT ? size : length;
  if (index < 0) {
    index += all;
    if (index < 0 && count > 0) {
      count += index;
      index = count > 0 ? 0 : index;
    }
  }
  if (index < 0 || index >= all)
    index = count = 0;
  else if (count < 0)
    count += all - index;
  u64 from = index, most = count < 0 ? 0 : count;
  HIDE(from);
  HIDE(most);
  return copy_part(to, to_size, text, least(from, size - 1), least(most, size));
}

/* The first or the last place of a character; -1: none. */
inline_ s64 find_character(const char *text, u32 size, char wanted, int last) {
  u64 place = 0; /* plus 1 */
  for (u32 i = 0; i < size; i++) {
    const char c = text[i];
    if (c == wanted) {
      place = i + 1;
      if (!last)
        break;
    }
    if (!c)
      break;
  }
  return (s64)forget(place, size) - 1;
}

inline_ s64 text_from(char *to, u32 to_size, const char *text, u32 size, s64 place) {
  to[0] = 0;
  if (place < 0)
    return 0;
  u64 from = place;
  HIDE(from);
  return copy_part(to, to_size, text, least(from, size - 1), size);
}

BUILTIN s64 dt_strchr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      s64 wanted) {
  (void)dc;
  return text_from(to, to_size, text, size, find_character(text, size, wanted, 0));
}

BUILTIN s64 dt_strrchr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                       s64 wanted) {
  (void)dc;
  return text_from(to, to_size, text, size, find_character(text, size, wanted, 1));
}

#define CASE_CHANGER(name, first, last, difference)                                                \
  BUILTIN s64 name(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {     \
    (void)dc;                                                                                      \
    const u32 both = to_size < size ? to_size : size;                                              \
    u32 i = 0;                                                                                     \
    for (; i + 1 < both; i++) {                                                                    \
      char c = text[i];                                                                            \
      if (!c)                                                                                      \
        break;                                                                                     \
      if (c >= first && c <= last)                                                                 \
        c += difference;                                                                           \
      to[i] = c;                                                                                   \
    }                                                                                              \
    to[i] = 0;                                                                                     \
    return i;                                                                                      \
  }

CASE_CHANGER(dt_tolower, 'A', 'Z', 'a' - 'A')
CASE_CHANGER(dt_toupper, 'a', 'z', 'A' - 'a')

/* What is left to take apart: the string of the last strtok() that was given one. */
struct token_state {
  u64 next;
  char text[];
};

/* `set` is a bit a character. */
inline_ void make_set(u64 set[4], const char *characters, u32 size) {
  set[0] = set[1] = set[2] = set[3] = 0;
  for (u32 i = 0; i < size; i++) {
    const u8 c = characters[i];
    if (!c)
      break;
    set[c >> 6] |= 1ull << (c & 63);
  }
}

/* A null `text` goes on with the string of the call before. */
BUILTIN s64 dt_strtok(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      const char *separators, u32 separators_size, struct token_state *state) {
  u64 *set = (u64 *)dc->scratch;
  make_set(set, separators, separators_size);
  if (text) {
    bpf_probe_read_kernel_str(state->text, size < dt_strsize ? size : dt_strsize, text);
    state->next = 0;
  }
  const u64 next = state->next;
  u64 from = 0, end = 0;
  int inside = 0;
  for (u32 i = 0; i < dt_strsize; i++) {
    const u8 c = state->text[i];
    end = i;
    if (!c)
      break;
    if (i < next)
      continue;
    const u64 separates = set[c >> 6] >> (c & 63) & 1;
    if (inside && separates)
      break;
    if (!inside && !separates) {
      inside = 1;
      from = i;
    }
  }
  from = forget(inside ? from : end, dt_strsize - 1);
  end = forget(end, dt_strsize - 1);
  state->next = end;
  u64 count = end - from;
  HIDE(count);
  return copy_part(to, to_size, state->text, from, least(count, dt_strsize - 1));
}
USES_SCRATCH(dt_strtok, 4);
