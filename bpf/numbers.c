/* lltostr(), strtoll(), and the numbers of devices. */
#include "text.h"

#define MOST_DIGITS 64
#define ROOM (MOST_DIGITS + 8) /* sign or prefix, NUL */

/* Base 10 is signed; base 16 and 8 have their prefix; an impossible base is 10. */
BUILTIN s64 dt_lltostr(struct dt_context *dc, char *to, u32 to_size, s64 value, s64 base) {
  char *digits = dc->scratch;
  if (base < 2 || base > 36)
    base = 10;
  u64 left = base == 10 && value < 0 ? -(u64)value : (u64)value;
  u64 place = ROOM - 1;
  digits[ROOM - 1] = 0;
  for (u32 i = 0; i < MOST_DIGITS; i++) {
    if (!left && i)
      break;
    const u64 digit = left % (u64)base;
    place = ROOM - 2 - i;
    digits[ROOM - 2 - i] = digit < 10 ? '0' + digit : 'a' + digit - 10;
    left /= (u64)base;
  }
  place = forget(place, ROOM - 1);
  if (place < 2)
    place = 2;
  if (base == 16)
    digits[--place] = 'x';
  if (base == 16 || (base == 8 && value))
    digits[--place] = '0';
  if (base == 10 && value < 0)
    digits[--place] = '-';
  HIDE(place);
  return copy_part(to, to_size, digits, least(place, ROOM - 1), ROOM);
}
USES_SCRATCH(dt_lltostr, 1); /* and the 128 bytes that always are there */

inline_ u64 digit_of(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z')
    return c - 'A' + 10;
  return 64;
}

enum strtoll_part { SPACE, SIGN, PREFIX, DIGITS };

struct reading {
  const char *text;
  u64 size, base, part, value, negative;
};

STEP read_character(u32 i, void *state) {
  struct reading *r = state;
  u64 at = i;
  if (!BELOW(at, r->size))
    return 1;
  const char c = r->text[at];
  if (r->part == SPACE && (c == ' ' || c == '\t'))
    return 0;
  if (r->part == SPACE) {
    r->part = SIGN;
    r->negative = c == '-';
    if (c == '-' || c == '+')
      return 0;
  }
  if (r->part == PREFIX && (c == 'x' || c == 'X') && r->base == 16) {
    r->part = DIGITS;
    return 0;
  }
  r->part = r->part == SIGN && c == '0' ? PREFIX : DIGITS;
  const u64 digit = digit_of(c);
  if (digit >= r->base)
    return 1;
  r->value = r->value * r->base + digit;
  return 0;
}

BUILTIN s64 dt_strtoll(struct dt_context *dc, const char *text, u32 size, s64 base) {
  (void)dc;
  if (base < 2 || base > 36)
    base = 10;
  struct reading r = {text, kept(size), base, SPACE, 0, 0};
  FOR_EACH(size, read_character, &r);
  const u64 negative = r.negative, value = r.value;
  return negative ? -value : value;
}

/* linux/kdev_t.h: 12 bits of major number, 20 of minor. */
BUILTIN s64 dt_getmajor(struct dt_context *dc, s64 device) {
  (void)dc;
  return (u32)device >> 20;
}

BUILTIN s64 dt_getminor(struct dt_context *dc, s64 device) {
  (void)dc;
  return device & 0xfffff;
}
