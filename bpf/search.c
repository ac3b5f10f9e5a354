/* strstr(), index(), rindex(): by the pattern's own repetitions (Knuth, Morris, Pratt), whose steps
 * grow with the lengths' sum and not with their product. */
#include "text.h"

struct search {
  const char *text, *pattern;
  u16 *repeats; /* [i]: how much of the pattern's start the part up to i ends with */
  u64 size, pattern_size, length; /* length: of the pattern */
  s64 from, to;                   /* places that count */
  u64 at, matched;
  u64 first, last;                /* places found, plus 1; 0: none */
};

STEP find_repeats(u32 i, void *state) {
  struct search *s = state;
  u64 at = s->at, matched = s->matched;
  (void)i;
  if (!BELOW(at, s->pattern_size) || !BELOW(matched, s->pattern_size) || at >= s->length)
    return 1;
  if (s->pattern[at] == s->pattern[matched]) {
    s->repeats[at] = s->matched = matched + 1;
    s->at = at + 1;
  } else if (matched) {
    s->matched = s->repeats[matched - 1];
  } else {
    s->repeats[at] = 0;
    s->at = at + 1;
  }
  return 0;
}

inline_ void note_match(struct search *s, u64 at, u64 matched) {
  const s64 place = at - matched;
  u64 last = matched - 1;
  if (place >= s->from && place <= s->to) {
    if (!s->first)
      s->first = place + 1;
    s->last = place + 1;
  }
  if (BELOW(last, s->pattern_size))
    s->matched = s->repeats[last];
}

STEP match_character(u32 i, void *state) {
  struct search *s = state;
  u64 at = s->at, matched = s->matched;
  (void)i;
  if (matched == s->length) {
    note_match(s, at, matched);
    return 0;
  }
  if (!BELOW(at, s->size) || !BELOW(matched, s->pattern_size) || !s->text[at])
    return 1;
  if (s->text[at] == s->pattern[matched]) {
    s->matched = matched + 1;
    s->at = at + 1;
  } else if (matched) {
    s->matched = s->repeats[matched - 1];
  } else {
    s->at = at + 1;
  }
  return 0;
}

/* The pattern is not empty. */
inline_ void search(struct search *s, struct dt_context *dc, const char *text, u32 size,
                    const char *pattern, u32 pattern_size) {
  s->text = text;
  s->pattern = pattern;
  s->size = kept(size);
  s->pattern_size = kept(pattern_size);
  s->length = text_length(dc->scratch, pattern, pattern_size);
  s->repeats = (u16 *)dc->scratch;
  s->repeats[0] = 0;
  s->at = 1;
  s->matched = 0;
  FOR_EACH(2 * pattern_size, find_repeats, s);
  s->at = s->matched = s->first = s->last = 0;
  FOR_EACH(2 * size, match_character, s);
}

BUILTIN s64 dt_strstr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      const char *pattern, u32 pattern_size) {
  to[0] = 0;
  if (!pattern[0])
    return copy_part(to, to_size, text, 0, size);
  struct search s = {.from = 0, .to = size};
  search(&s, dc, text, size, pattern, pattern_size);
  u64 from = forget(s.first, size) - 1;
  if (!BELOW(from, size))
    return 0;
  return copy_part(to, to_size, text, from, size);
}
USES_SCRATCH(dt_strstr, 2);

/* The empty pattern is found where the search starts, as in Perl. */
BUILTIN s64 dt_index(struct dt_context *dc, const char *text, u32 size, const char *pattern,
                     u32 pattern_size, s64 from) {
  if (from < 0) /* DT_ABSENT too */
    from = 0;
  if (!pattern[0]) {
    const s64 length = text_length(dc->scratch, text, size);
    return from < length ? from : length;
  }
  struct search s = {.from = from, .to = size};
  search(&s, dc, text, size, pattern, pattern_size);
  return (s64)forget(s.first, size) - 1;
}
USES_SCRATCH(dt_index, 2);

BUILTIN s64 dt_rindex(struct dt_context *dc, const char *text, u32 size, const char *pattern,
                      u32 pattern_size, s64 to) {
  if (to == DT_ABSENT)
    to = size;
  if (!pattern[0]) {
    const s64 length = text_length(dc->scratch, text, size);
    return to < 0 ? 0 : to < length ? to : length;
  }
  struct search s = {.from = 0, .to = to};
  search(&s, dc, text, size, pattern, pattern_size);
  return (s64)forget(s.last, size) - 1;
}
USES_SCRATCH(dt_rindex, 2);
