// dtrace-merge. A clock that only goes on, in nanoseconds.
#pragma once
#include <cstdint>
#include <ctime>

namespace dtrace::stream {

inline int64_t clock_now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

} // namespace dtrace::stream
