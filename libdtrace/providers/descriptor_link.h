// Stage: providers. A link that is a file descriptor: closing it detaches.
#pragma once
#include "base/descriptor.h"
#include "providers/provider.h"

#include <algorithm>
#include <sys/resource.h>

namespace dtrace {

class DescriptorLink : public Link {
public:
  explicit DescriptorLink(Descriptor link) : link_(std::move(link)) {}

private:
  Descriptor link_;
};

// For probes that need a descriptor each: raises the limit as far as this process may, with root's
// privileges to more than will ever be needed.
inline void allow_many_descriptors() {
  constexpr rlim_t likely = 1 << 19;
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= likely)
    return;
  const rlimit raised = {likely, std::max(limit.rlim_max, likely)};
  if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace dtrace
