// Stage: output. Integers as text, without the C library: the fast path of printf.
#pragma once
#include <cstdint>
#include <cstring>

namespace dtrace {

inline constexpr char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                      "25262728293031323334353637383940414243444546474849"
                                      "50515253545556575859606162636465666768697071727374"
                                      "75767778798081828384858687888990919293949596979899";

inline unsigned decimal_length(uint64_t value) {
  unsigned length = 1;
  for (;;) {
    if (value < 10)
      return length;
    if (value < 100)
      return length + 1;
    if (value < 1000)
      return length + 2;
    if (value < 10000)
      return length + 3;
    value /= 10000;
    length += 4;
  }
}

// At most 20 characters; returns the end.
inline char *write_unsigned(char *to, uint64_t value) {
  char *const end = to + decimal_length(value);
  char *at = end;
  while (value >= 100) {
    at -= 2;
    memcpy(at, digit_pairs + value % 100 * 2, 2);
    value /= 100;
  }
  if (value >= 10)
    memcpy(at - 2, digit_pairs + value * 2, 2);
  else
    at[-1] = static_cast<char>('0' + value);
  return end;
}

inline char *write_signed(char *to, int64_t value) {
  if (value >= 0)
    return write_unsigned(to, value);
  *to = '-';
  return write_unsigned(to + 1, -static_cast<uint64_t>(value));
}

// bits: 4 hexadecimal, 3 octal. At most 22 characters.
inline char *write_binary(char *to, uint64_t value, unsigned bits, const char *digits) {
  const unsigned used = value ? 64 - __builtin_clzll(value) : 1;
  const unsigned length = (used + bits - 1) / bits;
  for (unsigned i = length; i-- > 0; value >>= bits)
    to[i] = digits[value & ((1u << bits) - 1)];
  return to + length;
}

inline constexpr const char *lower_digits = "0123456789abcdef";
inline constexpr const char *upper_digits = "0123456789ABCDEF";

} // namespace dtrace
