/* json() (Guide: Subroutines): one element of a JSON text, found in one walk over its characters.
 * The walk goes down only where the wanted element can be; everything else is passed over. */
#include "text.h"

enum json_mode {
  JSON_BEFORE_VALUE,
  JSON_IN_VALUE, /* one that is wanted as a whole, or passed over */
  JSON_AFTER_VALUE,
  JSON_BEFORE_KEY,
  JSON_IN_KEY,
  JSON_AFTER_KEY,
};

/* In scratch memory: what the verifier knew of these at one character would make the next one
 * another case. */
struct json_progress {
  volatile u64 mode;
  volatile u64 wanted;    /* the value that begins next lies on the path */
  volatile u64 element;   /* where in the path what is wanted of this level begins */
  volatile u64 in_array;
  volatile u64 index, wanted_index;
  volatile u64 depth;     /* of brackets within the value that is walked over */
  volatile u64 in_string, escaped;
  volatile u64 key;       /* how far in the path the key is equal; 0 - 1: it is another one */
  volatile u64 from, end; /* of the value that was asked for; end 0: not found */
};

struct json_scan {
  const char *text, *path;
  struct json_progress *progress;
  u64 size, path_size;
};

#define OTHER_KEY (~0ull)
#define STOP 1
#define GO_ON 0

inline_ int json_space(u8 c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

inline_ u8 path_character(const struct json_scan *s, u64 at) {
  return BELOW(at, s->path_size) ? s->path[at] : 0;
}

inline_ int ends_component(u8 c) {
  return !c || c == '.' || c == '[';
}

/* path[at] is the bracket of "[12]". */
inline_ void want_index(const struct json_scan *s, struct json_progress *p, u64 at) {
  u64 index = 0;
  for (u32 i = 0; i < 9; i++) {
    const u8 c = path_character(s, ++at);
    if (c < '0' || c > '9')
      break;
    index = index * 10 + (c - '0');
  }
  p->wanted_index = path_character(s, at) == ']' ? index : OTHER_KEY;
  p->element = at + 1;
}

inline_ long begin_value(const struct json_scan *s, struct json_progress *p, u8 c, u64 at) {
  if (c == ',' || c == '}' || c == ']')
    return STOP;
  u64 element = p->element;
  const u8 wanted = p->wanted ? path_character(s, element) : 0;
  if (!p->wanted || !wanted) {
    p->from = at;
    p->in_string = c == '"';
    p->depth = c == '{' || c == '[';
    p->mode = JSON_IN_VALUE;
    return GO_ON;
  }
  if (wanted == '[') {
    if (c != '[')
      return STOP;
    want_index(s, p, element);
    p->in_array = 1;
    p->index = 0;
    p->wanted = p->wanted_index == 0;
    return GO_ON; /* the mode is right: an element is a value */
  }
  if (c != '{')
    return STOP;
  p->element = element + (wanted == '.');
  p->in_array = 0;
  p->mode = JSON_BEFORE_KEY;
  return GO_ON;
}

inline_ long end_value(struct json_progress *p, u64 end) {
  if (p->wanted) {
    p->end = end;
    return STOP;
  }
  p->mode = JSON_AFTER_VALUE;
  return GO_ON;
}

/* An array's later elements lie where its first one did; an object's keys are compared again. */
inline_ long after_value(struct json_progress *p, u8 c) {
  if (json_space(c))
    return GO_ON;
  if (c != ',')
    return STOP;
  p->mode = p->in_array ? JSON_BEFORE_VALUE : JSON_BEFORE_KEY;
  if (p->in_array) {
    p->index = p->index + 1;
    p->wanted = p->index == p->wanted_index;
  }
  return GO_ON;
}

inline_ int inside_string(struct json_progress *p, u8 c) { /* 1: c ends it */
  if (p->escaped) {
    p->escaped = 0;
    return 0;
  }
  p->escaped = c == '\\';
  return c == '"';
}

inline_ long in_value(struct json_progress *p, u8 c, u64 at) {
  if (p->in_string) {
    if (!inside_string(p, c))
      return GO_ON;
    p->in_string = 0;
    return p->depth ? GO_ON : end_value(p, at + 1);
  }
  if (!p->depth) { /* a number or a word ends before what follows it */
    if (json_space(c))
      return end_value(p, at);
    if (c != ',' && c != '}' && c != ']')
      return GO_ON;
    return end_value(p, at) ? STOP : after_value(p, c);
  }
  p->in_string = c == '"';
  if (c == '{' || c == '[')
    p->depth = p->depth + 1;
  if (c != '}' && c != ']')
    return GO_ON;
  p->depth = p->depth - 1;
  return p->depth ? GO_ON : end_value(p, at + 1);
}

inline_ long in_key(const struct json_scan *s, struct json_progress *p, u8 c) {
  const u64 at = p->key;
  const u8 wanted = path_character(s, at);
  if (inside_string(p, c)) {
    p->wanted = at != OTHER_KEY && ends_component(wanted);
    if (p->wanted)
      p->element = at;
    p->mode = JSON_AFTER_KEY;
    return GO_ON;
  }
  p->key = at != OTHER_KEY && !ends_component(wanted) && wanted == c ? at + 1 : OTHER_KEY;
  return GO_ON;
}

STEP json_character(u32 i, void *state) {
  struct json_scan *s = state;
  struct json_progress *p = s->progress;
  u64 at = i;
  if (!BELOW(at, s->size))
    return STOP;
  const u8 c = s->text[at];
  const u64 mode = p->mode;
  if (!c) { /* a number may end with the text */
    if (mode == JSON_IN_VALUE && !p->depth && !p->in_string)
      end_value(p, at);
    return STOP;
  }
  if (mode == JSON_IN_VALUE)
    return in_value(p, c, at);
  if (mode == JSON_IN_KEY)
    return in_key(s, p, c);
  if (mode == JSON_AFTER_VALUE)
    return after_value(p, c);
  if (json_space(c))
    return GO_ON;
  if (mode == JSON_BEFORE_VALUE)
    return begin_value(s, p, c, at);
  if (mode == JSON_BEFORE_KEY) {
    if (c != '"')
      return STOP;
    p->key = p->element;
    p->mode = JSON_IN_KEY;
    return GO_ON;
  }
  if (c != ':') /* JSON_AFTER_KEY */
    return STOP;
  p->mode = JSON_BEFORE_VALUE;
  return GO_ON;
}

/* A string is given without its quotes, its escapes as they are written; objects and arrays as text. */
BUILTIN s64 dt_json(struct dt_context *dc, char *to, u32 to_size, const char *text, u32 size,
                    const char *path, u32 path_size) {
  struct json_progress *p = (struct json_progress *)dc->scratch;
  struct json_scan s = {text, path, p, kept(size), kept(path_size)};
  to[0] = 0;
  p->mode = JSON_BEFORE_VALUE;
  p->wanted = 1;
  p->element = p->depth = p->in_string = p->escaped = p->end = 0;
  FOR_EACH(size, json_character, &s);
  u64 end = p->end, from = p->from;
  if (!end || !BELOW(from, size))
    return 0;
  if (text[from] == '"')
    from++, end--;
  u64 count = end - from;
  HIDE(count);
  HIDE(from);
  if (from > size || count > size)
    return 0;
  return copy_part(to, to_size, text, from, count);
}
USES_SCRATCH(dt_json, 1);
