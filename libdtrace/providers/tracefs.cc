// Stage: providers. The usual two places first; then fsopen(2), whose mount is in no one's tree.
#include "providers/tracefs.h"

#include "base/limits.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dtrace {

namespace {

constexpr const char *usual_places[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};

int open_folder(int at, const char *path) {
  return openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool has_events(int folder) {
  return faccessat(folder, "events", F_OK, 0) == 0;
}

// -1 and errno when the kernel or our rights do not allow it.
int mount_privately() {
  const int context = syscall(SYS_fsopen, "tracefs", FSOPEN_CLOEXEC);
  if (context < 0)
    return -1;
  int mounted = -1;
  if (syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0)
    mounted = syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
  const int error = errno;
  close(context);
  errno = error;
  return mounted;
}

struct CloseFolder {
  void operator()(DIR *folder) const { closedir(folder); }
};

} // namespace

Tracefs::~Tracefs() {
  if (mounted_ >= 0)
    close(mounted_);
}

bool Tracefs::open() {
  if (tried_)
    return mounted_ >= 0;
  tried_ = true;
  for (const char *place : usual_places) {
    const int folder = open_folder(AT_FDCWD, place);
    if (folder >= 0 && has_events(folder)) {
      mounted_ = folder;
      return true;
    }
    if (folder >= 0)
      close(folder);
  }
  mounted_ = mount_privately();
  if (mounted_ < 0)
    problem_ = format("the kernel's tracing files are not mounted (%s): "
                      "mount -t tracefs tracefs /sys/kernel/tracing",
                      explain_errno(errno).c_str());
  return mounted_ >= 0;
}

const std::string &Tracefs::problem() {
  open();
  return problem_;
}

Result<std::string> Tracefs::read(const std::string &path) {
  if (!open())
    return fail("%s", problem_.c_str());
  const int file = openat(mounted_, path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  char buffer[1 << 14];
  ssize_t got = file < 0 ? -1 : 1;
  while (got > 0) {
    got = ::read(file, buffer, sizeof buffer);
    text.append(buffer, std::max<ssize_t>(got, 0));
  }
  const int error = errno;
  if (file >= 0)
    close(file);
  if (got < 0)
    return fail("the tracing file %s cannot be read: %s", path.c_str(), explain_errno(error).c_str());
  return text;
}

std::vector<std::string> Tracefs::folders(const std::string &path) {
  std::vector<std::string> names;
  if (!open())
    return names;
  const int fd = open_folder(mounted_, path.c_str());
  const std::unique_ptr<DIR, CloseFolder> folder(fd < 0 ? nullptr : fdopendir(fd));
  if (!folder)
    return names;
  while (const dirent *entry = readdir(folder.get()))
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
      names.emplace_back(entry->d_name);
  std::ranges::sort(names);
  return names;
}

} // namespace dtrace
