// Stage: process. Mapped files, from /proc/<pid>/maps.
#include "process/process_objects.h"

#include "system/pid_numbers.h"
#include "files/open_file.h"
#include "symbols/process_map.h"

#include <cerrno>
#include <charconv>
#include <cinttypes>
#include <cstring>
#include <dirent.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace {

namespace {

constexpr uint64_t most_of_maps = 64 << 20; // 65,530 mappings (vm.max_map_count) are a tenth

std::string read_link(const std::string &path) {
  char text[4096];
  const ssize_t length = readlink(path.c_str(), text, sizeof text);
  std::string target(text, length > 0 ? length : 0);
  constexpr std::string_view deleted = " (deleted)";
  if (target.ends_with(deleted))
    target.resize(target.size() - deleted.size());
  return target;
}

// The mapping rather than the path: the name may be gone, or mean another file by now.
std::string mapped_file(pid_t process, const ProcessMap::Region &region) {
  return process_folder(process) + format("/map_files/%" PRIx64 "-%" PRIx64, region.begin, region.end);
}

// Links of map_files are followed only for CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. Without, the path
// serves, inside the process's own root, while it means the same file.
std::string openable_file(pid_t process, const ProcessMap::Region &region) {
  const std::string mapped = mapped_file(process, region);
  struct stat found;
  if (stat(mapped.c_str(), &found) == 0 || (errno != EPERM && errno != EACCES))
    return mapped;
  const std::string inside = process_folder(process) + "/root" + region.path;
  return stat(inside.c_str(), &found) == 0 && found.st_ino == region.inode ? inside : mapped;
}

std::vector<ProcessObject> objects_of(pid_t process, const std::string &maps) {
  const std::string program = read_link(process_folder(process) + "/exe");
  std::vector<ProcessObject> objects;
  std::set<std::pair<uint64_t, uint64_t>> known;
  for (const ProcessMap::Region &region : parse_process_map(maps).regions) {
    if (region.path.empty() || region.path[0] != '/' ||
        !known.emplace(region.device, region.inode).second)
      continue;
    objects.push_back({region.name, region.path, openable_file(process, region), region.device,
                       region.inode, region.path == program, region.begin, region.file_offset});
  }
  return objects;
}

// A process of all of them may end before its file is opened: where the path means the same file to us,
// it serves.
void prefer_path(ProcessObject &object) {
  struct stat found;
  if (stat(object.path.c_str(), &found) == 0 && found.st_ino == object.inode)
    object.file = object.path;
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> processes;
  DIR *folder = opendir("/proc");
  while (const dirent *entry = folder ? readdir(folder) : nullptr) {
    pid_t process = 0;
    const char *end = entry->d_name + strlen(entry->d_name);
    if (std::from_chars(entry->d_name, end, process).ptr == end && process > 0)
      processes.push_back(process);
  }
  if (folder)
    closedir(folder);
  return processes;
}

} // namespace

Result<std::vector<ProcessObject>> process_objects(pid_t process) {
  const auto maps = read_kernel_file(process_folder(process) + "/maps", most_of_maps);
  if (!maps)
    return fail(Tag::D_PROC_GRAB, {}, "failed to grab pid %d: %s", process,
                strerror(maps.error() == ENOENT ? ESRCH : maps.error()));
  std::vector<ProcessObject> objects = objects_of(process, *maps);
  if (objects.empty())
    return fail(Tag::D_PROC_GRAB, {}, "failed to grab pid %d: it has ended, or is a kernel thread",
                process);
  return objects;
}

std::vector<ProcessObject> all_objects() {
  std::vector<ProcessObject> objects;
  std::set<std::pair<uint64_t, uint64_t>> known;
  for (const pid_t process : all_processes()) {
    const auto maps = read_kernel_file(process_folder(process) + "/maps", most_of_maps);
    for (ProcessObject &object : objects_of(process, maps.value_or("")))
      if (known.emplace(object.device, object.inode).second) {
        prefer_path(object);
        objects.push_back(std::move(object));
      }
  }
  return objects;
}

} // namespace dtrace
