// Stage: base. The owner of a file descriptor: closed when the owner goes, or with close().
#pragma once
#include <unistd.h>
#include <utility>

namespace dtrace {

class Descriptor {
public:
  explicit Descriptor(int fd = -1) : fd_(fd) {} // less than 0: none
  Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); } // the caller's from now on
  void close() {
    if (const int fd = std::exchange(fd_, -1); fd >= 0)
      ::close(fd);
  }

private:
  int fd_;
};

} // namespace dtrace
