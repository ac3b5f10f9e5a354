#include "files/file_image.h"

#include "files/open_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>

namespace dtrace {

namespace {

constexpr uint64_t block = 64 << 10;
constexpr uint64_t largest_file = uint64_t{1} << 40; // address space, no memory

bool read_exactly(int fd, uint64_t offset, std::span<uint8_t> to) {
  while (!to.empty()) {
    const ssize_t got = pread(fd, to.data(), to.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    to = to.subspan(static_cast<size_t>(got));
    offset += static_cast<uint64_t>(got);
  }
  return true;
}

bool is_unchanged(const struct stat &now, const struct stat &then) {
  return now.st_dev == then.st_dev && now.st_ino == then.st_ino && now.st_size == then.st_size &&
         now.st_mtim.tv_sec == then.st_mtim.tv_sec && now.st_mtim.tv_nsec == then.st_mtim.tv_nsec;
}

} // namespace

Result<std::unique_ptr<FileImage>> FileImage::open(std::vector<std::string> paths) {
  std::unique_ptr<FileImage> image(new FileImage);
  image->paths_ = std::move(paths);
  Result<Descriptor> file = open_file(image->paths_[0]);
  while (!file && image->used_ + 1 < image->paths_.size())
    file = open_file(image->paths_[++image->used_]);
  if (!file)
    return std::unexpected(file.error());
  image->file_ = std::move(*file);
  if (fstat(image->file_.get(), &image->status_) != 0)
    return fail("%s", strerror(errno));
  image->size_ = static_cast<uint64_t>(image->status_.st_size);
  if (image->size_ == 0 || image->size_ > largest_file)
    return fail(image->size_ == 0 ? "it is empty" : "it is too large");
  void *memory = mmap(nullptr, image->size_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED)
    return fail("%s", strerror(errno));
  image->bytes_ = image->memory_ = static_cast<uint8_t *>(memory);
  image->is_filled_.resize((image->size_ + block - 1) / block);
  return image;
}

std::unique_ptr<FileImage> FileImage::in_memory(std::span<const uint8_t> bytes) {
  std::unique_ptr<FileImage> image(new FileImage);
  image->bytes_ = bytes.data();
  image->size_ = bytes.size();
  return image;
}

FileImage::~FileImage() {
  if (memory_)
    munmap(memory_, size_);
}

void FileImage::release() {
  file_.close();
}

bool FileImage::open_again() {
  for (const std::string &path : paths_) {
    struct stat now;
    if (auto file = open_file(path);
        file && fstat(file->get(), &now) == 0 && is_unchanged(now, status_)) {
      file_ = std::move(*file);
      return true;
    }
  }
  return false;
}

bool FileImage::read(uint64_t offset, std::span<uint8_t> to) {
  if (!contains(offset, to.size()))
    return false;
  if (!memory_) {
    std::copy_n(bytes_ + offset, to.size(), to.data());
    return true;
  }
  const bool was_open = static_cast<bool>(file_);
  if (!was_open && !open_again())
    return false;
  const bool good = read_exactly(file_.get(), offset, to);
  if (!was_open)
    file_.close();
  return good;
}

// Blocks that follow one another are one read.
bool FileImage::fill(uint64_t first, uint64_t end) {
  for (uint64_t at = first; at < end;) {
    if (is_filled_[at]) {
      at++;
      continue;
    }
    uint64_t stop = at;
    while (stop < end && !is_filled_[stop])
      stop++;
    const uint64_t offset = at * block, size = std::min(stop * block, size_) - offset;
    if (size > most_bytes - copied_ || !read(offset, {memory_ + offset, size}))
      return false;
    copied_ += size;
    std::fill(is_filled_.begin() + static_cast<ptrdiff_t>(at),
              is_filled_.begin() + static_cast<ptrdiff_t>(stop), true);
    at = stop;
  }
  return true;
}

std::span<const uint8_t> FileImage::view(uint64_t offset, uint64_t size) {
  if (size == 0 || !contains(offset, size))
    return {};
  if (memory_ && !fill(offset / block, (offset + size - 1) / block + 1))
    return {};
  return {bytes_ + offset, size};
}

} // namespace dtrace
