// Stage: base. The owner of memory that a descriptor stands for: mapped, shared, until the owner
// goes.
#pragma once
#include <cstddef>
#include <span>
#include <sys/mman.h>
#include <utility>

namespace dtrace {

class Mapping {
public:
  Mapping() = default;
  // protection: PROT_READ | …; size and offset in bytes. False afterwards: errno says why.
  Mapping(int fd, size_t size, int protection, size_t offset = 0) {
    void *memory = mmap(nullptr, size, protection, MAP_SHARED, fd, static_cast<off_t>(offset));
    if (memory != MAP_FAILED)
      bytes_ = {static_cast<std::byte *>(memory), size};
  }
  Mapping(Mapping &&other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  Mapping &operator=(Mapping &&other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Mapping() {
    if (!bytes_.empty())
      munmap(bytes_.data(), bytes_.size());
  }

  explicit operator bool() const { return !bytes_.empty(); }
  std::span<std::byte> bytes() const { return bytes_; }
  template <class T> T *as(size_t offset = 0) const {
    return reinterpret_cast<T *>(bytes_.data() + offset);
  }

private:
  std::span<std::byte> bytes_;
};

} // namespace dtrace
