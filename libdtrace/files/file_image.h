// Stage: files. The bytes of a file of a process, copied to our memory as they are asked for. It is
// not mapped: truncating a file that we have mapped would kill us with SIGBUS. Bytes that have been
// read do not change, whatever happens to the file.
//
// The file is open from open() to release(), and after that only for the time of a read: a machine
// has more programs than we may have descriptors, and a deleted file must not keep its disk space.
// If a file cannot be opened again, only what was read before is available.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace dtrace {

class FileImage {
public:
  // paths: ways to one file, the best first (see files/open_file.h); not empty. Error: the reason.
  static Result<std::unique_ptr<FileImage>> open(std::vector<std::string> paths);
  // Bytes that the caller keeps.
  static std::unique_ptr<FileImage> in_memory(std::span<const uint8_t> bytes);
  ~FileImage();
  FileImage(const FileImage &) = delete;

  uint64_t size() const { return size_; }
  const std::string &path() const { return paths_[used_]; } // of a file
  bool is_file() const { return !paths_.empty(); }

  // Those bytes; they stay valid as long as this object. Empty if they are not all in the file,
  // cannot be read, or would exceed most_bytes together with those read before.
  std::span<const uint8_t> view(uint64_t offset, uint64_t size);
  // The same, copied to memory of the caller; most_bytes does not apply, so the caller limits the
  // size.
  bool read(uint64_t offset, std::span<uint8_t> to);
  void release();

  static constexpr uint64_t most_bytes = uint64_t{512} << 20;

private:
  FileImage() = default;
  bool contains(uint64_t offset, uint64_t size) const {
    return offset <= size_ && size <= size_ - offset;
  }
  bool open_again();
  bool fill(uint64_t first_block, uint64_t end_block);

  std::vector<std::string> paths_;
  size_t used_ = 0; // of paths_
  Descriptor file_;
  struct stat status_ = {};
  uint64_t size_ = 0, copied_ = 0;
  const uint8_t *bytes_ = nullptr; // of the caller's memory, or the file's
  uint8_t *memory_ = nullptr;      // what is not read yet takes no memory
  std::vector<bool> is_filled_;    // by block
};

} // namespace dtrace
