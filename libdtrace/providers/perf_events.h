// Stage: providers. Perf events that count on every CPU and run a program at each overflow.
#pragma once
#include "providers/provider.h"

#include <linux/perf_event.h>

namespace dtrace {

// One event a CPU that is there, and on each that comes later or comes again, until the link dies.
// `what` names the probe in messages. The error's number is left in errno.
Result<std::unique_ptr<Link>> attach_to_every_cpu(perf_event_attr attributes,
                                                  const std::string &what,
                                                  const LoadedProgram &program);

// Whether this machine counts the event at all.
bool can_count(perf_event_attr attributes);

} // namespace dtrace
