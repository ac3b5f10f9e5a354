/* strstr(), index(), rindex(). A short pattern is tried at each place; else the search goes by the
 * pattern's own repetitions (Knuth, Morris, Pratt), whose steps grow with the lengths' sum and not
 * with their product. Its counters lie in scratch memory: at every step the verifier knows nothing
 * of them, and finds each step's state alike however it came there. */
#include "text.h"

#define MOST_TRIES 4096 /* text size times pattern size */

struct found {
  u64 first, last; /* places plus 1; 0: none */
};

inline_ void note(struct found *found, u64 place, s64 from, s64 to) {
  if ((s64)place < from || (s64)place > to)
    return;
  if (!found->first)
    found->first = place + 1;
  found->last = place + 1;
}

inline_ int begins(const char *text, u32 size, const char *pattern, u32 pattern_size) {
  for (u32 j = 0; j < pattern_size; j++) {
    if (!pattern[j])
      return 1;
    if (j >= size || text[j] != pattern[j])
      return 0;
  }
  return 1;
}

inline_ struct found try_each(const char *text, u32 size, const char *pattern, u32 pattern_size,
                              s64 from, s64 to) {
  struct found found = {0, 0};
  for (u32 i = 0; i < size; i++) {
    if (begins(text + i, size - i, pattern, pattern_size))
      note(&found, i, from, to);
    if (!text[i])
      break;
  }
  return found;
}

struct steps {
  volatile u32 at, matched;
  volatile u32 length;      /* of the pattern */
  volatile u32 first, last;
  u32 unused;
  u16 repeats[]; /* [i]: how much of the pattern's start the part up to i ends with */
};

inline_ void find_repeats(struct steps *s, const char *pattern, u32 size) {
  s->at = 1;
  s->matched = 0;
  s->repeats[0] = 0;
  for (u32 step = 0; step < 2 * size; step++) {
    u64 at = s->at, matched = s->matched;
    HIDE(at);
    HIDE(matched);
    if (at >= size || matched >= size || at >= s->length)
      break;
    if (pattern[at] == pattern[matched]) {
      s->repeats[at] = s->matched = matched + 1;
      s->at = at + 1;
    } else if (matched) {
      s->matched = s->repeats[matched - 1];
    } else {
      s->repeats[at] = 0;
      s->at = at + 1;
    }
  }
}

inline_ struct found by_repeats(struct steps *s, const char *text, u32 size, const char *pattern,
                                u32 pattern_size, s64 from, s64 to) {
  s->length = text_length(pattern, pattern_size);
  find_repeats(s, pattern, pattern_size);
  s->at = s->matched = s->first = s->last = 0;
  for (u32 step = 0; step < 2 * size; step++) {
    u64 at = s->at, matched = s->matched;
    HIDE(at);
    HIDE(matched);
    if (matched && matched == s->length) {
      const s64 place = at - matched;
      if (place >= from && place <= to) {
        if (!s->first)
          s->first = place + 1;
        s->last = place + 1;
      }
      if (matched - 1 < pattern_size)
        s->matched = s->repeats[matched - 1];
      continue;
    }
    if (at >= size || matched >= pattern_size || !text[at])
      break;
    if (text[at] == pattern[matched]) {
      s->matched = matched + 1;
      s->at = at + 1;
    } else if (matched) {
      s->matched = s->repeats[matched - 1];
    } else {
      s->at = at + 1;
    }
  }
  return (struct found){s->first, s->last};
}

inline_ struct found search(struct dt_context *dc, const char *text, u32 size, const char *pattern,
                            u32 pattern_size, s64 from, s64 to) {
  if (size * pattern_size <= MOST_TRIES)
    return try_each(text, size, pattern, pattern_size, from, to);
  return by_repeats((struct steps *)dc->scratch, text, size, pattern, pattern_size, from, to);
}

BUILTIN s64 dt_strstr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      const char *pattern, u32 pattern_size) {
  to[0] = 0;
  if (!pattern[0])
    return copy_part(to, to_size, text, 0, size);
  const struct found found = search(dc, text, size, pattern, pattern_size, 0, size);
  const u64 place = forget(found.first, size);
  if (!place)
    return 0;
  u64 from = place - 1;
  HIDE(from);
  return copy_part(to, to_size, text, least(from, size - 1), size);
}
USES_SCRATCH(dt_strstr, 3);

/* The empty pattern is found where the search starts, as in Perl. */
BUILTIN s64 dt_index(struct dt_context *dc, const char *text, u32 size, const char *pattern,
                     u32 pattern_size, s64 from) {
  if (from < 0) /* DT_ABSENT too */
    from = 0;
  if (!pattern[0]) {
    const s64 length = text_length(text, size);
    return from < length ? from : length;
  }
  const struct found found = search(dc, text, size, pattern, pattern_size, from, size);
  return (s64)forget(found.first, size) - 1;
}
USES_SCRATCH(dt_index, 3);

BUILTIN s64 dt_rindex(struct dt_context *dc, const char *text, u32 size, const char *pattern,
                      u32 pattern_size, s64 to) {
  if (to == DT_ABSENT)
    to = size;
  if (!pattern[0]) {
    const s64 length = text_length(text, size);
    return to < 0 ? 0 : to < length ? to : length;
  }
  const struct found found = search(dc, text, size, pattern, pattern_size, 0, to);
  return (s64)forget(found.last, size) - 1;
}
USES_SCRATCH(dt_rindex, 3);
