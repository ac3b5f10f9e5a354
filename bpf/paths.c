/* basename(), dirname(), cleanpath() (Guide: Subroutines; basename(3), dirname(3)). */
#include "text.h"

struct parts {
  const char *text;
  u64 size;
  u64 inside;
  u64 last, last_end; /* the last part between slashes; last_end 0: there is none */
  u64 before_end;     /* end of the part before it; 0: there is none */
};

STEP take_character(u32 i, void *state) {
  struct parts *parts = state;
  u64 at = i;
  if (!BELOW(at, parts->size))
    return 1;
  const char c = parts->text[at];
  if (!c)
    return 1;
  if (c == '/') {
    parts->inside = 0;
    return 0;
  }
  if (!parts->inside) {
    parts->before_end = parts->last_end;
    parts->last = at;
    parts->inside = 1;
  }
  parts->last_end = at + 1;
  return 0;
}

BUILTIN s64 dt_basename(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  (void)dc;
  struct parts parts = {text, kept(size), 0, 0, 0, 0};
  FOR_EACH(size, take_character, &parts);
  const u64 end = forget(parts.last_end, size - 1);
  const u64 begin = forget(parts.last, size - 1);
  if (!end)
    return one_character(to, to_size, text[0] ? '/' : '.');
  u64 count = end - begin;
  HIDE(count);
  return copy_part(to, to_size, text, begin, least(count, size - 1));
}

BUILTIN s64 dt_dirname(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  (void)dc;
  struct parts parts = {text, kept(size), 0, 0, 0, 0};
  FOR_EACH(size, take_character, &parts);
  const u64 end = forget(parts.before_end, size - 1);
  if (end)
    return copy_part(to, to_size, text, 0, end);
  return one_character(to, to_size, text[0] == '/' ? '/' : '.');
}

/* The path made so far; each slash in it knows the one before, so that .. goes back in one step. */
struct clean {
  const char *text;
  char *to;
  u16 *before;       /* [place of a slash]: the `slash` before it */
  u64 size, to_size; /* to_size: without the NUL */
  u64 length;
  u64 slash;         /* place of the last slash plus 1; 0: none */
  u64 pending;
};

inline_ void put(struct clean *clean, char c) {
  u64 at = clean->length;
  if (!BELOW(at, clean->to_size))
    return;
  if (c == '/') {
    clean->before[at] = clean->slash;
    clean->slash = at + 1;
  }
  clean->to[at] = c;
  clean->length = at + 1;
}

inline_ void go_back(struct clean *clean) {
  u64 slash = clean->slash - 1;
  clean->length = 0;
  if (!BELOW(slash, clean->to_size))
    return;
  clean->length = slash;
  clean->slash = clean->before[slash];
}

enum pending { NOTHING, SLASH, SLASH_DOT, SLASH_DOT_DOT };

STEP clean_character(u32 i, void *state) {
  struct clean *clean = state;
  u64 at = i;
  if (!BELOW(at, clean->size))
    return 1;
  const char c = clean->text[at];
  const u64 pending = clean->pending;
  if (pending == SLASH_DOT_DOT && (c == '/' || !c)) {
    go_back(clean);
    clean->pending = SLASH;
  } else if (c == '/') {
    clean->pending = SLASH;
  } else if ((pending == SLASH || pending == SLASH_DOT) && c == '.') {
    clean->pending = pending + 1;
  } else {
    if (pending != NOTHING)
      put(clean, '/');
    if (pending >= SLASH_DOT)
      put(clean, '.');
    if (pending == SLASH_DOT_DOT)
      put(clean, '.');
    if (c)
      put(clean, c);
    clean->pending = NOTHING;
  }
  return !c;
}

BUILTIN s64 dt_cleanpath(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  struct clean clean = {text, to, (u16 *)dc->scratch, kept(size), kept(to_size - 1), 0, 0, NOTHING};
  FOR_EACH(size, clean_character, &clean);
  const u64 end = forget(clean.length, to_size - 1);
  if (!end && text[0] == '/')
    return one_character(to, to_size, '/');
  to[end] = 0;
  return end;
}
USES_SCRATCH(dt_cleanpath, 2);
