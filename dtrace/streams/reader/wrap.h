// Streams, reader. Sums of 64-bit numbers go round, as D's do.
#pragma once
#include <cstdint>

namespace dtrace::stream {

inline int64_t plus(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
inline int64_t minus(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}

} // namespace dtrace::stream
