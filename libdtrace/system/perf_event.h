// Stage: system. perf_event_open(2).
#pragma once
#include "base/descriptor.h"

#include <linux/perf_event.h>
#include <sys/types.h>

namespace dtrace {

// Sets attributes.size. process: -1 for all; cpu: -1 for all (of a process). None: errno says why.
// Allocates nothing: also for the child of a fork.
Descriptor open_perf_event(perf_event_attr &attributes, pid_t process, int cpu);

} // namespace dtrace
