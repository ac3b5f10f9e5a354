// Stage: base. The clock that BPF programs read, too (bpf_ktime_get_ns()).
#pragma once
#include <cstdint>
#include <time.h>

namespace dtrace {

inline uint64_t clock_time(clockid_t clock) { // ns
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000ull + now.tv_nsec;
}

inline uint64_t monotonic_time() { return clock_time(CLOCK_MONOTONIC); }

} // namespace dtrace
