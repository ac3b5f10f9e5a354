// Stage: providers. The processor's breakpoints (debug registers), which the kernel gives out as perf
// events: x86-64 has four on each CPU, AArch64 from two to sixteen.
#pragma once
#include "providers/provider.h"

#include <linux/perf_event.h>

namespace dtrace {

struct Breakpoint {
  uint64_t address;
  uint32_t type;   // HW_BREAKPOINT_W, …
  uint64_t length; // 1, 2, 4 or 8 bytes
};

// One on every CPU, for whatever runs there. errno tells why there is none.
Result<std::unique_ptr<Link>> attach_breakpoint(const Breakpoint &breakpoint,
                                                const std::string &what,
                                                const LoadedProgram &program);

// Sets one on memory of our own and writes there. Some virtual machines take breakpoints that never
// fire. "": they fire; else why there will be none.
std::string why_no_breakpoints();

} // namespace dtrace
