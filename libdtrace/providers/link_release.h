// Stage: providers. Detaching by the hundred: whoever lets go of a probe waits until no CPU runs it any
// more, unless several wait together.
#pragma once
#include "providers/provider.h"

namespace dtrace {

// Destroys them all and waits until that is done. `progress` may be empty; its result is ignored.
void release(std::vector<std::unique_ptr<Link>> &links, const ProgressSink &progress);

} // namespace dtrace
