#include "process/control_group.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace dtrace {

namespace {
// Where version 2 is mounted: alone, or beside version 1 (systemd's "hybrid").
constexpr const char *mounts[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified", ""};

bool is_version_2(const std::string &path) {
  struct statfs system;
  return statfs(path.c_str(), &system) == 0 && system.f_type == CGROUP2_SUPER_MAGIC;
}
} // namespace

// The id is the inode's number: kernfs makes both from one counter.
Result<uint64_t> control_group_id(const std::string &path) {
  bool of_version_1 = false;
  for (const std::string mount : mounts) {
    struct stat found;
    const std::string folder = mount + path;
    if (!path.starts_with('/') || stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
      continue;
    if (is_version_2(folder))
      return found.st_ino;
    of_version_1 = true;
  }
  if (of_version_1)
    return fail(
        "%s is not a control group of version 2: others have no ids; compare cgroup_path( )",
        path.c_str());
  return fail("there is no control group %s: paths begin at the root, /system.slice or "
              "/sys/fs/cgroup/system.slice",
              path.c_str());
}

} // namespace dtrace
