// Stage: providers. A link that is a file descriptor: closing it detaches.
#pragma once
#include "providers/provider.h"

#include <unistd.h>

namespace dtrace {

class DescriptorLink : public Link {
public:
  explicit DescriptorLink(int fd) : fd_(fd) {}
  ~DescriptorLink() override { close(fd_); }

private:
  int fd_;
};

} // namespace dtrace
