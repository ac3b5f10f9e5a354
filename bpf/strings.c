/* String functions (Guide: Subroutines). A search that fails gives the empty string, or -1. */
#include "text.h"

BUILTIN s64 dt_strlen(struct dt_context *dc, const char *text, u32 size) {
  return text_length(dc->scratch, text, size);
}
USES_SCRATCH(dt_strlen, 1);

struct comparison {
  const char *a, *b;
  u64 size; /* of the shorter */
  s64 order;
};

STEP compare_at(u32 i, void *state) {
  struct comparison *c = state;
  u64 at = i;
  if (!BELOW(at, c->size))
    return 1;
  const s64 left = (u8)c->a[at], right = (u8)c->b[at];
  c->order = left - right;
  return left != right || !left;
}

/* As strcmp(). A NUL lies within both sizes. */
BUILTIN s64 dt_compare(struct dt_context *dc, const char *a, u32 a_size, const char *b,
                       u32 b_size) {
  (void)dc;
  const u32 both = a_size < b_size ? a_size : b_size;
  struct comparison c = {a, b, kept(both), 0};
  FOR_EACH(both, compare_at, &c);
  s64 order = c.order;
  HIDE(order);
  return order;
}

/* a's NUL is where b begins. */
inline_ int joins_in_place(u32 to_size, u32 a_size, u32 b_size) {
  return a_size <= to_size && a_size - 1 + b_size <= to_size;
}

/* `work` holds the first `length` bytes; what follows in b goes there, and all of it to `to`. */
inline_ s64 append(char *to, u32 to_size, char *work, u64 length, const char *b, u32 b_size) {
  if (b_size > SHORT_TEXT)
    bpf_probe_read_kernel_str(work + length, b_size, b);
  else
    for (u32 i = 0; i < b_size; i++)
      if (!(work[length + i] = b[i]))
        break;
  if (work != to)
    bpf_probe_read_kernel_str(to, to_size, work);
  return length;
}

BUILTIN s64 dt_strjoin(struct dt_context *dc, char *to, u32 to_size, const char *a, u32 a_size,
                       const char *b, u32 b_size) {
  char *work = joins_in_place(to_size, a_size, b_size) ? to : dc->scratch;
  u64 length = bpf_probe_read_kernel_str(work, a_size, a) - 1;
  if (!BELOW(length, a_size))
    length = 0;
  return append(to, to_size, work, length, b, b_size);
}
USES_SCRATCH(dt_strjoin, 2);
ENDS_CLEAN(dt_strjoin);

/* How many of a word's bytes come before its first NUL; 8: it has none. No branches: the verifier
 * would follow each. */
inline_ u64 bytes_before_nul(u64 word) {
  const u64 each = 0x0101010101010101;
  const u64 ends = (word - each) & ~word & each << 7; /* the lowest bit is that of the first NUL */
  return ((((ends & -ends) >> 7) - 1 & each) * each) >> 56;
}

/* Where `a` is zero from its NUL on, and short, no help of the kernel is needed. */
BUILTIN s64 dt_strjoin_words(struct dt_context *dc, char *to, u32 to_size, const char *a,
                             u32 a_size, const char *b, u32 b_size) {
  char *work = joins_in_place(to_size, a_size, b_size) ? to : dc->scratch;
  u64 length = 0, all = 1; /* all: no NUL up to here */
  for (u32 i = 0; i < a_size; i += 8) {
    const u64 word = *(const u64 *)(a + i), before = bytes_before_nul(word);
    *(u64 *)(work + i) = word;
    length += before * all;
    all &= before >> 3;
  }
  if (!BELOW(length, a_size))
    length = 0;
  return append(to, to_size, work, length, b, b_size);
}
USES_SCRATCH(dt_strjoin_words, 2);
TAKES_WORDS(dt_strjoin, 24);

/* Negative: `index` counts from the end, `length` leaves that many off the end. */
BUILTIN s64 dt_substr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      s64 index, s64 length) {
  const s64 all = text_length(dc->scratch, text, size);
  s64 count = length == DT_ABSENT ? INT32_MAX : length;
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
USES_SCRATCH(dt_substr, 1);
ENDS_CLEAN(dt_substr);

struct character_search {
  const char *text;
  u64 size;
  u64 wanted, last; /* last: go on after a find */
  u64 place;        /* plus 1; 0: not found */
};

STEP look_for_character(u32 i, void *state) {
  struct character_search *s = state;
  u64 at = i;
  if (!BELOW(at, s->size))
    return 1;
  const u8 c = s->text[at];
  if (c == s->wanted) {
    s->place = at + 1;
    return !s->last || !c;
  }
  return !c;
}

/* The first or the last place of a character, and what follows it. */
inline_ s64 text_from_character(char *to, u32 to_size, const char *text, u32 size, s64 wanted,
                                u64 last) {
  struct character_search s = {text, kept(size), (u8)wanted, last, 0};
  FOR_EACH(size, look_for_character, &s);
  const u64 place = forget(s.place, size);
  to[0] = 0;
  if (!place)
    return 0;
  u64 from = place - 1;
  HIDE(from);
  return copy_part(to, to_size, text, least(from, size - 1), size);
}

BUILTIN s64 dt_strchr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      s64 wanted) {
  (void)dc;
  return text_from_character(to, to_size, text, size, wanted, 0);
}

BUILTIN s64 dt_strrchr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                       s64 wanted) {
  (void)dc;
  return text_from_character(to, to_size, text, size, wanted, 1);
}

struct case_change {
  char *text;
  u64 size;
  u64 first, last;
};

STEP change_case(u32 i, void *state) {
  struct case_change *change = state;
  u64 at = i;
  if (!BELOW(at, change->size))
    return 1;
  const u64 c = (u8)change->text[at];
  if (c >= change->first && c <= change->last)
    change->text[at] = c ^ ('a' ^ 'A');
  return !c;
}

inline_ s64 copy_in_case(char *to, u32 to_size, const char *text, u32 size, char first, char last) {
  const u32 both = to_size < size ? to_size : size;
  if (bpf_probe_read_kernel_str(to, both, text) <= 0)
    to[0] = 0;
  struct case_change change = {to, kept(both), first, last};
  FOR_EACH(both, change_case, &change);
  return 0;
}

BUILTIN s64 dt_tolower(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  (void)dc;
  return copy_in_case(to, to_size, text, size, 'A', 'Z');
}

BUILTIN s64 dt_toupper(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  (void)dc;
  return copy_in_case(to, to_size, text, size, 'a', 'z');
}
