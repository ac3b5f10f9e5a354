// Stage: arch. The size of a page of this machine, which its kernel decides: 4096, 16384, 65536.
#pragma once
#include <cstdint>
#include <unistd.h>

namespace dtrace {

inline uint64_t page_size() {
  static const long size = sysconf(_SC_PAGESIZE);
  return static_cast<uint64_t>(size);
}

} // namespace dtrace
