/* What numbers of the kernel are called: strerror(), signame(), syscallname(). `table` has `rows` texts
 * of `size` bytes (language/code_names.h); an empty one is a number without a name. */
#include "text.h"

#define DIGITS 12 /* a sign, ten digits, NUL */

inline_ s64 decimal(char *to, u32 to_size, s32 number) {
  char digits[DIGITS];
  u32 left = number < 0 ? -(u32)number : (u32)number;
  u64 place = DIGITS - 1;
  digits[place] = 0;
  for (u32 i = 0; i < DIGITS - 2; i++) {
    if (!left && i)
      break;
    place = DIGITS - 2 - i;
    digits[place] = '0' + left % 10;
    left /= 10;
  }
  place = forget(place, DIGITS - 2);
  if (number < 0) {
    place--;
    HIDE(place);
    place = least(place, DIGITS - 2);
    digits[place] = '-';
  }
  return copy_part(to, to_size, digits, place, DIGITS);
}

inline_ s64 name_in(const char *table, u64 rows, u64 size, char *to, u32 to_size, u64 number) {
  if (!BELOW(number, rows))
    return 0;
  const long length = bpf_probe_read_kernel_str(to, to_size, table + number * size);
  return length > 0 ? length - 1 : 0;
}

/* As the C library words it. What a function of the kernel returns is negative. */
BUILTIN s64 dt_strerror(struct dt_context *dc, char *to, u32 to_size, s64 number, const char *table,
                        u64 rows, u64 size) {
  (void)dc;
  static const char unknown[] = "Unknown error ";
  const u32 start = sizeof unknown - 1;
  const s32 error = number;
  const s64 length =
      name_in(table, rows, size, to, to_size, error < 0 ? -(u32)error : (u32)error);
  if (length || to_size <= start)
    return length;
  for (u32 i = 0; i < start; i++)
    to[i] = unknown[i];
  return start + decimal(to + start, to_size - start, error);
}

BUILTIN s64 dt_signame(struct dt_context *dc, char *to, u32 to_size, s64 number, const char *table,
                       u64 rows, u64 size) {
  (void)dc;
  const s64 length = name_in(table, rows, size, to, to_size, (u32)number);
  return length ? length : decimal(to, to_size, number);
}

BUILTIN s64 dt_syscallname(struct dt_context *dc, char *to, u32 to_size, s64 number,
                           const char *table, u64 rows, u64 size) {
  return dt_signame(dc, to, to_size, number, table, rows, size);
}
