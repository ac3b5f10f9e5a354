#include "files/open_file.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <vector>

namespace dtrace {

namespace {

constexpr unsigned most_links = 40; // as the kernel's own MAXSYMLINKS

int flags_of(LastLink last) {
  return O_PATH | O_CLOEXEC | (last == LastLink::Refuse ? O_NOFOLLOW : 0);
}

Descriptor open_in_root(const std::string &root, std::string_view path, LastLink last) {
  const Descriptor folder(open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder)
    return Descriptor();
  open_how how = {};
  how.flags = static_cast<uint64_t>(flags_of(last));
  how.resolve = RESOLVE_IN_ROOT;
  const std::string rest(path);
  Descriptor found(
      static_cast<int>(syscall(SYS_openat2, folder.get(), rest.c_str(), &how, sizeof how)));
  if (found || (errno != ENOSYS && errno != EPERM))
    return found;
  return walk_in_root(folder.get(), path, last);
}

Descriptor find(const std::string &path, LastLink last) {
  const PathInRoot place = split_root(path);
  return place.root.empty() ? Descriptor(open(path.c_str(), flags_of(last)))
                            : open_in_root(std::string(place.root), place.path, last);
}

bool is_same(const struct stat &a, const struct stat &b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// What was found is opened, and not what has its name by now. O_NONBLOCK: a lease on the file
// (fcntl(2), F_SETLEASE) would have us wait for its holder.
Descriptor open_found(const Descriptor &found, const struct stat &status, const std::string &path) {
  constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  Descriptor file(open(("/proc/self/fd/" + std::to_string(found.get())).c_str(), flags));
  if (file || errno != ENOENT || !split_root(path).root.empty())
    return file;
  // No /proc, as in the root folders that packages are built in.
  struct stat opened;
  file = Descriptor(open(path.c_str(), flags));
  if (file && (fstat(file.get(), &opened) != 0 || !is_same(opened, status)))
    file.close();
  return file;
}

std::string read_link(int link) {
  char text[PATH_MAX];
  const ssize_t length = readlinkat(link, "", text, sizeof text);
  return {text, static_cast<size_t>(std::max<ssize_t>(length, 0))};
}

// Takes the first part off a path, with the slashes around it.
std::string take_part(std::string &path) {
  const size_t begin = std::min(path.find_first_not_of('/'), path.size());
  const size_t end = std::min(path.find('/', begin), path.size());
  std::string part = path.substr(begin, end - begin);
  path.erase(0, std::min(path.find_first_not_of('/', end), path.size()));
  return part;
}

} // namespace

PathInRoot split_root(std::string_view path) {
  constexpr std::string_view proc = "/proc/", root = "/root/";
  if (!path.starts_with(proc))
    return {{}, path};
  const size_t end = path.find_first_not_of("0123456789", proc.size());
  if (end == path.npos || end == proc.size() || !path.substr(end).starts_with(root))
    return {{}, path};
  const size_t rest = end + root.size() - 1;
  return {path.substr(0, rest), path.substr(rest)};
}

Descriptor walk_in_root(int root, std::string_view path, LastLink last) {
  std::vector<Descriptor> folders; // from the root folder down
  std::string rest(path);
  unsigned links = 0;
  for (;;) {
    const std::string part = take_part(rest);
    if (part == ".." && !folders.empty())
      folders.pop_back();
    const bool stays = part.empty() || part == "." || part == "..";
    const int here = folders.empty() ? root : folders.back().get();
    if (stays && !rest.empty())
      continue;
    Descriptor next(openat(here, stays ? "." : part.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status;
    if (!next || fstat(next.get(), &status) != 0)
      return Descriptor();
    const bool is_link = S_ISLNK(status.st_mode);
    if (is_link && (!rest.empty() || last == LastLink::Follow)) {
      const std::string target = read_link(next.get());
      if (target.empty() || ++links > most_links)
        return errno = ELOOP, Descriptor();
      if (target.front() == '/')
        folders.clear();
      rest = target + "/" + rest;
      continue;
    }
    if (rest.empty())
      return next;
    folders.push_back(std::move(next));
  }
}

Result<Descriptor> open_file(const std::string &path, LastLink last) {
  const Descriptor found = find(path, last);
  struct stat status;
  if (!found || fstat(found.get(), &status) != 0)
    return fail("%s", strerror(errno));
  if (!S_ISREG(status.st_mode))
    return fail("it is not a regular file");
  Descriptor file = open_found(found, status, path);
  if (!file)
    return fail("%s", errno == EWOULDBLOCK ? "another process holds a lease on it" : strerror(errno));
  return file;
}

namespace {
// 0: the end was reached, or `most`; else errno.
int read_all(int fd, uint64_t most, std::string &text) {
  char buffer[64 << 10];
  while (text.size() < most) {
    const ssize_t got = read(fd, buffer, std::min<uint64_t>(sizeof buffer, most - text.size()));
    if (got <= 0)
      return got < 0 ? errno : 0;
    text.append(buffer, static_cast<size_t>(got));
  }
  return 0;
}
} // namespace

Result<std::string> read_file(const std::string &path, uint64_t most) {
  TRY(file, open_file(path));
  std::string text;
  if (const int error = read_all(file.get(), most + 1, text))
    return fail("%s", strerror(error));
  if (text.size() > most)
    return fail("it is larger than %llu bytes", static_cast<unsigned long long>(most));
  return text;
}

std::expected<std::string, int> read_kernel_file(const std::string &path, uint64_t most) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  const int error = file ? read_all(file.get(), most, text) : errno;
  if (error)
    return std::unexpected(error);
  return text;
}

} // namespace dtrace
