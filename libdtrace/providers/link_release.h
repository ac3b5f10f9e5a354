// Stage: providers. Detaching by the hundred: whoever lets go of a probe waits until no CPU runs it any
// more, unless several wait together.
#pragma once
#include "providers/provider.h"

namespace dtrace {

// Destroys them all and waits for it. `progress` may be empty; what it returns is of no importance.
void release(std::vector<std::unique_ptr<Link>> &links, const ProgressSink &progress);

} // namespace dtrace
