/* strtok() (Guide: Subroutines). */
#include "text.h"

/* What is left to take apart: the string of the last strtok() that was given one. */
struct token_state {
  u64 next;
  char text[];
};

struct separators {
  u64 bits[4]; /* one a character */
};

struct separator_scan {
  struct separators *set;
  const char *text;
  u64 size;
};

STEP add_separator(u32 i, void *state) {
  struct separator_scan *scan = state;
  u64 at = i;
  if (!BELOW(at, scan->size))
    return 1;
  const u8 c = scan->text[at];
  scan->set->bits[c >> 6] |= 1ull << (c & 63);
  return !c;
}

struct token_scan {
  const struct separators *set;
  const struct token_state *string;
  u64 size, next;
  u64 inside, from, end;
};

STEP scan_token(u32 i, void *state) {
  struct token_scan *scan = state;
  u64 at = i;
  if (!BELOW(at, scan->size))
    return 1;
  const u8 c = scan->string->text[at];
  scan->end = at;
  if (!c)
    return 1;
  if (at < scan->next)
    return 0;
  const u64 separates = scan->set->bits[c >> 6] >> (c & 63) & 1;
  if (separates)
    return scan->inside;
  if (!scan->inside) {
    scan->inside = 1;
    scan->from = at;
  }
  return 0;
}

/* A null `text` goes on with the string of the call before. */
BUILTIN s64 dt_strtok(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                      const char *separators, u32 separators_size, struct token_state *state) {
  struct separators *set = (struct separators *)dc->scratch;
  set->bits[0] = set->bits[1] = set->bits[2] = set->bits[3] = 0;
  struct separator_scan separator_scan = {set, separators, kept(separators_size)};
  FOR_EACH(separators_size, add_separator, &separator_scan);
  if (text) {
    bpf_probe_read_kernel_str(state->text, size, text);
    state->next = 0;
  }
  struct token_scan scan = {set, state, kept(dt_strsize), state->next, 0, 0, 0};
  FOR_EACH(dt_strsize, scan_token, &scan);
  const u64 end = forget(scan.end, dt_strsize - 1);
  const u64 from = forget(scan.inside ? scan.from : scan.end, dt_strsize - 1);
  state->next = end; /* at the separator, which the next call may not take for one */
  u64 count = end - from;
  HIDE(count);
  return copy_part(to, to_size, state->text, from, least(count, dt_strsize - 1));
}
USES_SCRATCH(dt_strtok, 1);
