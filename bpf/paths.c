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
struct made { /* in scratch memory, which the verifier does not follow */
  volatile u64 length;
  volatile u64 slash; /* place of the last slash plus 1; 0: none */
  volatile u64 pending;
  u16 before[];       /* [place of a slash]: the `slash` before it */
};

struct clean {
  const char *text;
  char *to;
  struct made *made;
  u64 size, to_size; /* to_size: without the NUL */
};

inline_ void put(struct clean *clean, char c) {
  struct made *made = clean->made;
  u64 at = made->length;
  if (!BELOW(at, clean->to_size))
    return;
  if (c == '/') {
    made->before[at] = made->slash;
    made->slash = at + 1;
  }
  clean->to[at] = c;
  made->length = at + 1;
}

inline_ void go_back(struct clean *clean) {
  struct made *made = clean->made;
  u64 slash = made->slash - 1;
  made->length = 0;
  if (!BELOW(slash, clean->to_size))
    return;
  made->length = slash;
  made->slash = made->before[slash];
}

enum pending { NOTHING, SLASH, SLASH_DOT, SLASH_DOT_DOT };

STEP clean_character(u32 i, void *state) {
  struct clean *clean = state;
  u64 at = i;
  if (!BELOW(at, clean->size))
    return 1;
  const char c = clean->text[at];
  struct made *made = clean->made;
  const u64 pending = made->pending;
  if (pending == SLASH_DOT_DOT && (c == '/' || !c)) {
    go_back(clean);
    made->pending = SLASH;
  } else if (c == '/') {
    made->pending = SLASH;
  } else if ((pending == SLASH || pending == SLASH_DOT) && c == '.') {
    made->pending = pending + 1;
  } else {
    if (pending != NOTHING)
      put(clean, '/');
    if (pending >= SLASH_DOT)
      put(clean, '.');
    if (pending == SLASH_DOT_DOT)
      put(clean, '.');
    if (c)
      put(clean, c);
    made->pending = NOTHING;
  }
  return !c;
}

BUILTIN s64 dt_cleanpath(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  struct made *made = (struct made *)dc->scratch;
  struct clean clean = {text, to, made, kept(size), kept(to_size - 1)};
  made->length = made->slash = 0;
  made->pending = NOTHING;
  FOR_EACH(size, clean_character, &clean);
  u64 end = made->length;
  if (!end && text[0] == '/') /* all of it was taken back: the root is left */
    return one_character(to, to_size, '/');
  to[BELOW(end, to_size) ? end : to_size - 1] = 0;
  return end;
}
USES_SCRATCH(dt_cleanpath, 2);
