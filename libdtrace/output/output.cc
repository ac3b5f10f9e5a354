#include "output/output.h"

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dtrace {

namespace {
constexpr size_t string_capacity = 2 * Output::reserve_limit;
}

Output::Output(int fd)
    : buffer_(new char[capacity]), at_(buffer_.get()), end_(at_ + capacity), fd_(fd) {
  look_for_terminal();
}

Output::Output(FILE *file)
    : buffer_(new char[capacity]), at_(buffer_.get()), end_(at_ + capacity), file_(file) {
  look_for_terminal();
}

Output::Output(std::string *to)
    : buffer_(new char[string_capacity]), at_(buffer_.get()), end_(at_ + string_capacity),
      string_(to) {}

// A FILE whose text is all written may be closed by now: it is touched only for more.
Output::~Output() {
  drain();
}

void Output::look_for_terminal() {
  const int fd = opened_ ? opened_.get() : file_ ? fileno(file_) : fd_;
  terminal_ = fd >= 0 && isatty(fd);
}

void Output::drain() {
  const size_t size = at_ - buffer_.get();
  at_ = buffer_.get();
  if (!broken() && size && !write_out(buffer_.get(), size))
    error_ = errno ? errno : EIO;
}

bool Output::flush() {
  drain();
  if (file_ && !opened_ && !broken() && fflush(file_) != 0)
    error_ = errno ? errno : EIO;
  return !broken();
}

bool Output::write_out(const char *text, size_t size) {
  if (!opened_ && string_) {
    string_->append(text, size);
    return true;
  }
  int fd = opened_ ? opened_.get() : fd_;
  if (!opened_ && file_) {
    // Behind what its owner wrote. Not through its buffer, which loses text when the file is
    // non-blocking.
    if (fflush(file_) != 0)
      return false;
    fd = fileno(file_);
    if (fd < 0)
      return fwrite(text, 1, size, file_) == size;
  }
  while (size) {
    const ssize_t written = write(fd, text, size);
    if (written >= 0) {
      text += written, size -= written;
    } else if (errno == EAGAIN) {
      pollfd waiting{fd, POLLOUT, 0};
      poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void Output::put_slowly(std::string_view text) {
  while (!text.empty()) {
    const size_t part = std::min<size_t>(text.size(), reserve_limit);
    char *to = reserve(part);
    memcpy(to, text.data(), part);
    advance(to + part);
    text.remove_prefix(part);
  }
}

void Output::pad(char c, size_t count) {
  while (count) {
    const size_t part = std::min<size_t>(count, reserve_limit);
    char *to = reserve(part);
    memset(to, c, part);
    advance(to + part);
    count -= part;
  }
}

void Output::printf(const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int size = vsnprintf(nullptr, 0, format, arguments);
  std::string text(size < 0 ? 0 : size, '\0');
  vsnprintf(text.data(), text.size() + 1, format, again);
  va_end(again);
  va_end(arguments);
  put(text);
}

void Output::retarget(FILE *file) {
  if (file_ == file)
    return;
  drain();
  fd_ = -1, file_ = file, string_ = nullptr;
  error_ = 0;
  look_for_terminal();
}

void Output::retarget(std::string *to) {
  drain();
  fd_ = -1, file_ = nullptr, string_ = to;
  error_ = 0;
  look_for_terminal();
}

Result<void> Output::redirect(const std::string &path) {
  const int lost = !flush() && opened_ ? error_ : 0;
  if (!path.empty()) {
    Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!file)
      return fail("failed to open %s: %s", path.c_str(), strerror(errno));
    opened_ = std::move(file);
  } else {
    opened_.close();
  }
  error_ = 0;
  look_for_terminal();
  if (lost)
    return fail("failed to write the output: %s", strerror(lost));
  return {};
}

bool Output::begins_file() {
  flush();
  struct stat status;
  return opened_ && fstat(opened_.get(), &status) == 0 && status.st_size == 0;
}

void Output::truncate() {
  flush();
  const int fd = opened_ ? opened_.get() : file_ ? fileno(file_) : fd_;
  if (fd >= 0 && ftruncate(fd, 0) == 0)
    lseek(fd, 0, SEEK_SET);
}

int Output::run(const std::string &command) {
  flush();
  const int status = ::system(command.c_str());
  return status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace dtrace
