// Stage: arch. own.h for x86-64.
#pragma once
#include "arch/processor.h"

namespace dtrace::own_x86_64 {

inline constexpr const Processor &processor = x86_64, &processor_32 = i386;

inline constexpr const char *macros[] = {"-D__x86_64=1", "-D__x86_64__=1", "-D__amd64=1"};

struct Numbers {
  int64_t first, count;
};
inline constexpr Numbers registers = {0, 29};

constexpr int number(int x86_64, int) {
  return x86_64;
}

} // namespace dtrace::own_x86_64
