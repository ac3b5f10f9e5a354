// Streams, reader. All of some bytes to a descriptor, however many writes that takes.
#pragma once
#include <algorithm>
#include <cerrno>
#include <string_view>
#include <unistd.h>

namespace dtrace::stream {

// False: errno says why; a part may have been written.
inline bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = write(fd, bytes.data(), bytes.size());
    if (size < 0 && errno != EINTR)
      return false;
    bytes.remove_prefix(std::max<ssize_t>(size, 0));
  }
  return true;
}

} // namespace dtrace::stream
