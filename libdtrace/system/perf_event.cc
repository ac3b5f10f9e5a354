#include "system/perf_event.h"

#include <sys/syscall.h>

namespace dtrace {

Descriptor open_perf_event(perf_event_attr &attributes, pid_t process, int cpu) {
  attributes.size = sizeof attributes;
  return Descriptor(static_cast<int>(
      syscall(SYS_perf_event_open, &attributes, process, cpu, -1, PERF_FLAG_FD_CLOEXEC)));
}

} // namespace dtrace
