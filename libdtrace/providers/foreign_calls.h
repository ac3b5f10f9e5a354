// Stage: providers. System calls of other systems that Linux does not have: under -x compat=SYSTEM
// those of that system may be named, and never fire; else a message tells whose they are. Calls that
// Linux has by another name are translators/syscall.d's.
// Sources: usr/src/uts/common/os/sysent.c of illumos, sys/kern/syscalls.master of FreeBSD,
// bsd/kern/syscalls.master of xnu.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace dtrace {

struct ForeignSystem {
  std::string_view option; // of -x compat
  const char *name;        // for messages
  std::string_view calls;  // words
};
std::span<const ForeignSystem> foreign_systems();

// The calls that a pattern means, each with a number of its own among those of the system.
void for_each_call(const ForeignSystem &system, std::string_view pattern,
                   const std::function<void(std::string_view call, uint32_t number)> &take);

} // namespace dtrace
