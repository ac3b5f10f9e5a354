/* basename(), dirname(), cleanpath() (Guide: Subroutines; basename(3), dirname(3)). */
#include "text.h"

struct parts {
  u64 last, last_end;   /* the last part between slashes; last_end 0: there is none */
  u64 before_end;       /* end of the part before it; 0: there is none */
  u64 begins_with_name; /* no slash before the last part, if it is the only one */
};

inline_ struct parts take_apart(const char *text, u32 size) {
  struct parts parts = {0, 0, 0, 0};
  int inside = 0;
  for (u32 i = 0; i < size; i++) {
    const char c = text[i];
    if (!c)
      break;
    if (c == '/') {
      inside = 0;
      continue;
    }
    if (!inside) {
      parts.before_end = parts.last_end;
      parts.last = i;
      inside = 1;
    }
    parts.last_end = i + 1;
  }
  parts.last = forget(parts.last, size - 1);
  parts.last_end = forget(parts.last_end, size - 1);
  parts.before_end = forget(parts.before_end, size - 1);
  return parts;
}

BUILTIN s64 dt_basename(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  (void)dc;
  const struct parts parts = take_apart(text, size);
  if (!parts.last_end)
    return one_character(to, to_size, text[0] ? '/' : '.');
  u64 count = parts.last_end - parts.last;
  HIDE(count);
  return copy_part(to, to_size, text, parts.last, least(count, size - 1));
}

BUILTIN s64 dt_dirname(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  (void)dc;
  const struct parts parts = take_apart(text, size);
  if (parts.before_end)
    return copy_part(to, to_size, text, 0, parts.before_end);
  return one_character(to, to_size, text[0] == '/' ? '/' : '.');
}

/* The path made so far; each slash in it knows the one before, so that .. goes back in one step. */
struct clean {
  volatile u32 length;
  volatile u32 slash;  /* place of the last slash plus 1; 0: none */
  u16 before[];        /* [place of a slash]: the `slash` before it */
};

inline_ void put(struct clean *clean, char *to, u32 to_size, char c) {
  u64 at = clean->length;
  HIDE(at);
  if (at >= to_size - 1)
    return;
  if (c == '/') {
    clean->before[at] = clean->slash;
    clean->slash = at + 1;
  }
  to[at] = c;
  clean->length = at + 1;
}

inline_ void go_back(struct clean *clean, u32 to_size) {
  u64 slash = clean->slash;
  HIDE(slash);
  if (slash == 0 || slash > to_size) {
    clean->length = 0;
    return;
  }
  clean->length = slash - 1;
  clean->slash = clean->before[slash - 1];
}

enum pending { NOTHING, SLASH, SLASH_DOT, SLASH_DOT_DOT };

BUILTIN s64 dt_cleanpath(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size) {
  struct clean *clean = (struct clean *)dc->scratch;
  clean->length = clean->slash = 0;
  enum pending pending = NOTHING;
  for (u32 i = 0; i < size; i++) {
    const char c = text[i];
    if (pending == SLASH_DOT_DOT && (c == '/' || !c)) {
      go_back(clean, to_size);
      pending = SLASH;
    } else if (pending != NOTHING && c == '/') {
      pending = SLASH;
    } else if ((pending == SLASH || pending == SLASH_DOT) && c == '.') {
      pending = pending == SLASH ? SLASH_DOT : SLASH_DOT_DOT;
    } else if (pending == NOTHING && c == '/') {
      pending = SLASH;
    } else {
      if (pending != NOTHING)
        put(clean, to, to_size, '/');
      if (pending == SLASH_DOT || pending == SLASH_DOT_DOT)
        put(clean, to, to_size, '.');
      if (pending == SLASH_DOT_DOT)
        put(clean, to, to_size, '.');
      if (c)
        put(clean, to, to_size, c);
      pending = NOTHING;
    }
    if (!c)
      break;
  }
  u64 end = clean->length;
  HIDE(end);
  if (end >= to_size)
    end = to_size - 1;
  to[end] = 0;
  return end;
}
USES_SCRATCH(dt_cleanpath, 3);
