// Stage: arch. own.h for AArch64.
#pragma once
#include "arch/processor.h"

namespace dtrace::own_aarch64 {

inline constexpr const Processor &processor = aarch64, &processor_32 = arm;

inline constexpr const char *macros[] = {"-D__aarch64__=1"};

struct Numbers {
  int64_t first, count;
};
inline constexpr Numbers registers = {64, 34};

constexpr int number(int, int aarch64) {
  return aarch64;
}

} // namespace dtrace::own_aarch64
