/* strstr(), index(), rindex(): by the pattern's own repetitions (Knuth, Morris, Pratt), whose steps
 * grow with the lengths' sum and not with their product. */
#include "text.h"

/* Counters, in scratch memory: what the verifier knew of them at one step would make the next one
 * another case. */
struct progress {
  volatile u64 at, matched;
  volatile u64 first, last; /* places found, plus 1; 0: none */
  volatile u64 length;      /* of the pattern */
  u16 repeats[]; /* [i]: how much of the pattern's start the part up to i ends with */
};

struct search {
  const char *text, *pattern;
  struct progress *progress;
  u64 size, pattern_size;
  s64 from, to; /* places that count */
};

STEP find_repeats(u32 i, void *state) {
  struct search *s = state;
  struct progress *p = s->progress;
  u64 at = p->at, matched = p->matched;
  (void)i;
  if (!BELOW(at, s->pattern_size) || !BELOW(matched, s->pattern_size) || at >= p->length)
    return 1;
  if (s->pattern[at] == s->pattern[matched]) {
    p->repeats[at] = p->matched = matched + 1;
    p->at = at + 1;
  } else if (matched) {
    p->matched = p->repeats[matched - 1];
  } else {
    p->repeats[at] = 0;
    p->at = at + 1;
  }
  return 0;
}

inline_ void note_match(struct search *s, struct progress *p) {
  u64 last = p->matched - 1;
  const s64 place = p->at - p->matched;
  if (place >= s->from && place <= s->to) {
    if (!p->first)
      p->first = place + 1;
    p->last = place + 1;
  }
  if (BELOW(last, s->pattern_size))
    p->matched = p->repeats[last];
}

STEP match_character(u32 i, void *state) {
  struct search *s = state;
  struct progress *p = s->progress;
  u64 at = p->at, matched = p->matched;
  (void)i;
  if (matched == p->length) {
    note_match(s, p);
    return 0;
  }
  if (!BELOW(at, s->size) || !BELOW(matched, s->pattern_size) || !s->text[at])
    return 1;
  if (s->text[at] == s->pattern[matched]) {
    p->matched = matched + 1;
    p->at = at + 1;
  } else if (matched) {
    p->matched = p->repeats[matched - 1];
  } else {
    p->at = at + 1;
  }
  return 0;
}

/* The pattern is not empty. */
inline_ struct progress *search(struct search *s, struct dt_context *dc, const char *text, u32 size,
                                const char *pattern, u32 pattern_size) {
  struct progress *p = (struct progress *)dc->scratch;
  s->text = text;
  s->pattern = pattern;
  s->progress = p;
  s->size = kept(size);
  s->pattern_size = kept(pattern_size);
  p->length = text_length((char *)p->repeats, pattern, pattern_size);
  p->repeats[0] = 0;
  p->at = 1;
  p->matched = 0;
  FOR_EACH(2 * pattern_size, find_repeats, s);
  p->at = p->matched = p->first = p->last = 0;
  FOR_EACH(2 * size, match_character, s);
  return p;
}

BUILTIN s64 dt_strstr(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      const char *pattern, u32 pattern_size) {
  to[0] = 0;
  if (!pattern[0])
    return copy_part(to, to_size, text, 0, size);
  struct search s = {.from = 0, .to = size};
  const struct progress *p = search(&s, dc, text, size, pattern, pattern_size);
  u64 from = p->first - 1;
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
  return (s64)search(&s, dc, text, size, pattern, pattern_size)->first - 1;
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
  return (s64)search(&s, dc, text, size, pattern, pattern_size)->last - 1;
}
USES_SCRATCH(dt_rindex, 2);
