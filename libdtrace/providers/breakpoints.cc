#include "providers/breakpoints.h"

#include "base/descriptor.h"
#include "base/limits.h"
#include "providers/perf_events.h"
#include "system/perf_event.h"

#include <algorithm>
#include <cerrno>
#include <linux/hw_breakpoint.h>
#include <unistd.h>

namespace dtrace {

namespace {

perf_event_attr event_of(const Breakpoint &breakpoint) {
  perf_event_attr attributes = {};
  attributes.type = PERF_TYPE_BREAKPOINT;
  attributes.bp_type = breakpoint.type;
  attributes.bp_addr = breakpoint.address;
  attributes.bp_len = breakpoint.type == HW_BREAKPOINT_X ? sizeof(long) : breakpoint.length;
  attributes.sample_period = 1;
  return attributes;
}

struct ErrorRow {
  int error;
  const char *reason;
};
constexpr ErrorRow errors[] = {
    {ENOSPC, "all breakpoints of the processor are in use: x86-64 has four, and each probe of watch, a "
             "debugger and perf take one"},
    {EINVAL, "the kernel lets nobody watch that address, or not so many bytes of it"},
    {ENODEV, "this kernel, or this processor, has no hardware breakpoints"},
    {EOPNOTSUPP, "this kernel, or this processor, has no hardware breakpoints"},
    {EPERM, "root is needed, or CAP_PERFMON, and CAP_SYS_ADMIN for addresses of the kernel"},
    {EACCES, "root is needed, or CAP_PERFMON, and CAP_SYS_ADMIN for addresses of the kernel"},
};

std::string explain(int error) {
  const auto row = std::ranges::find(errors, error, &ErrorRow::error);
  return row == std::end(errors) ? explain_errno(error) : row->reason;
}

} // namespace

Result<std::unique_ptr<Link>> attach_breakpoint(const Breakpoint &breakpoint,
                                                const std::string &what,
                                                const LoadedProgram &program) {
  auto events = attach_to_every_cpu(event_of(breakpoint), what, program);
  if (events)
    return events;
  const int error = errno;
  Failure failure = fail("failed to watch %s: %s", what.c_str(), explain(error).c_str());
  errno = error;
  return failure;
}

std::string why_no_breakpoints() {
  volatile uint64_t watched = 0;
  perf_event_attr attributes = event_of(
      {reinterpret_cast<uint64_t>(&watched), HW_BREAKPOINT_W, sizeof watched});
  attributes.sample_period = 0; // counts only
  attributes.exclude_kernel = 1;
  const Descriptor event = open_perf_event(attributes, 0, -1);
  if (!event) // others may have all of them just now, and be gone when it matters
    return errno == ENODEV || errno == EOPNOTSUPP ? explain(errno) : "";
  watched = 1;
  uint64_t count = 0;
  if (read(event.get(), &count, sizeof count) != sizeof count || count != 0)
    return {};
  return "this machine takes breakpoints and never fires one: its hypervisor keeps the debug registers";
}

} // namespace dtrace
