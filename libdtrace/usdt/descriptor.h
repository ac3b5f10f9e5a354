// Stage: usdt. A file descriptor that is closed at the end of its scope.
#pragma once
#include <unistd.h>

namespace dtrace::usdt {

struct Descriptor {
  int fd; // less than 0: none
  ~Descriptor() {
    if (fd >= 0)
      close(fd);
  }
};

} // namespace dtrace::usdt
