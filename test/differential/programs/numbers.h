// What D's integers are: a number of 64 bits, and a type that decides how it is signed, stored and
// shown. Of two operands the type of larger rank is the result's, of equal ones the unsigned one.
#pragma once
#include <cstdint>
#include <cstdio>
#include <type_traits>

struct Number {
  int64_t value;
  int rank; // twice the size; of `long long` one more
  bool is_signed;
};

inline int64_t cut(int64_t value, int bits, bool is_signed) {
  const int shift = 64 - bits;
  const uint64_t up = static_cast<uint64_t>(value) << shift;
  return is_signed ? static_cast<int64_t>(up) >> shift : static_cast<int64_t>(up >> shift);
}

// A declared variable or bit-field: what is stored is cut to it.
struct Place {
  int bits;
  int rank;
  bool is_signed;
  int64_t value = 0;
  bool is_field = false;
  operator Number() const {
    if (is_field && bits < 32) // a bit-field is an int
      return {value, 8, true};
    return {value, rank, is_signed};
  }
  Number set(Number to) {
    value = cut(to.value, bits, is_signed);
    return *this;
  }
};

template <class T> Number constant(T value) {
  constexpr bool is_longer = std::is_same_v<T, long long> || std::is_same_v<T, unsigned long long>;
  return {static_cast<int64_t>(value), static_cast<int>(sizeof value) * 2 + is_longer,
          std::is_signed_v<T>};
}

inline Number whole(bool holds) { return {holds, 8, true}; }

inline Number common(Number a, Number b, uint64_t value) {
  const bool left = a.rank > b.rank || (a.rank == b.rank && !a.is_signed);
  const Number &type = left ? a : b;
  return {static_cast<int64_t>(value), type.rank, type.is_signed};
}

inline uint64_t bits_of(Number n) { return static_cast<uint64_t>(n.value); }
inline Number operator+(Number a, Number b) { return common(a, b, bits_of(a) + bits_of(b)); }
inline Number operator-(Number a, Number b) { return common(a, b, bits_of(a) - bits_of(b)); }
inline Number operator*(Number a, Number b) { return common(a, b, bits_of(a) * bits_of(b)); }
inline Number operator&(Number a, Number b) { return common(a, b, bits_of(a) & bits_of(b)); }
inline Number operator|(Number a, Number b) { return common(a, b, bits_of(a) | bits_of(b)); }
inline Number operator^(Number a, Number b) { return common(a, b, bits_of(a) ^ bits_of(b)); }

inline Number operator/(Number a, Number b) {
  const Number type = common(a, b, 0);
  if (!type.is_signed)
    return common(a, b, bits_of(a) / bits_of(b));
  return common(a, b, b.value == -1 ? 0 - bits_of(a) : static_cast<uint64_t>(a.value / b.value));
}
inline Number operator%(Number a, Number b) {
  const Number type = common(a, b, 0);
  if (!type.is_signed)
    return common(a, b, bits_of(a) % bits_of(b));
  return common(a, b, b.value == -1 ? 0 : static_cast<uint64_t>(a.value % b.value));
}
inline Number operator<<(Number a, Number b) { return common(a, b, bits_of(a) << (b.value & 63)); }
inline Number operator>>(Number a, Number b) {
  const Number type = common(a, b, 0);
  return common(a, b, type.is_signed ? static_cast<uint64_t>(a.value >> (b.value & 63))
                                     : bits_of(a) >> (b.value & 63));
}

inline bool is_less(Number a, Number b) {
  return common(a, b, 0).is_signed ? a.value < b.value : bits_of(a) < bits_of(b);
}
inline Number operator==(Number a, Number b) { return whole(a.value == b.value); }
inline Number operator!=(Number a, Number b) { return whole(a.value != b.value); }
inline Number operator<(Number a, Number b) { return whole(is_less(a, b)); }
inline Number operator>(Number a, Number b) { return whole(is_less(b, a)); }
inline Number operator<=(Number a, Number b) { return whole(!is_less(b, a)); }
inline Number operator>=(Number a, Number b) { return whole(!is_less(a, b)); }
inline Number operator&&(Number a, Number b) { return whole(a.value && b.value); }
inline Number operator||(Number a, Number b) { return whole(a.value || b.value); }
inline Number exclusive(Number a, Number b) { return whole(!a.value != !b.value); }

inline Number operator-(Number a) { return {static_cast<int64_t>(0 - bits_of(a)), a.rank, a.is_signed}; }
inline Number operator~(Number a) { return {~a.value, a.rank, a.is_signed}; }
inline Number operator+(Number a) { return a; }
inline Number operator!(Number a) { return whole(!a.value); }

inline Number cast(int bits, int rank, bool is_signed, Number a) {
  return {cut(a.value, bits, is_signed), rank, is_signed};
}
inline Number either(Number condition, Number a, Number b) {
  return common(a, b, bits_of(condition.value ? a : b));
}
inline Number step(Place &place, int by, bool before) {
  const Number old = place;
  const Number now = place.set({static_cast<int64_t>(bits_of(old) + static_cast<uint64_t>(by)), old.rank, old.is_signed});
  return before ? now : old;
}

inline void show(Number n) { printf("%lld %d\n", static_cast<long long>(n.value), n.rank / 2); }
