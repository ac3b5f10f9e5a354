#include "providers/named_files.h"

#include "files/elf_file.h"
#include "files/open_file.h"
#include "providers/function_pattern.h"

#include <climits>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace dtrace {

namespace {
// The name of what is open, without links; "": it has none.
std::string real_path(const Descriptor &file) {
  char text[PATH_MAX];
  const ssize_t length =
      readlink(format("/proc/self/fd/%d", file.get()).c_str(), text, sizeof text);
  return {text, static_cast<size_t>(length > 0 ? length : 0)};
}

std::string last_part(const std::string &path) {
  return path.substr(path.rfind('/') + 1);
}

// "/proc/12/root" of what a process has mapped, "/proc/12/map_files/…": paths mean there what they
// mean to the process.
std::string root_of(const ProcessObject &object) {
  constexpr std::string_view processes = "/proc/";
  const size_t end = object.file.find('/', processes.size());
  return object.file.starts_with(processes) && end != object.file.npos
             ? object.file.substr(0, end) + "/root"
             : "";
}
} // namespace

std::optional<std::string> path_of(std::string_view module) {
  auto path = plain_text(module);
  return path && path->contains('/') ? path : std::nullopt;
}

Result<ProcessObject> object_at(const std::string &path) {
  const auto file = open_file(path);
  if (!file)
    return fail(Tag::D_PROC_LIB, {}, "failed to open %s: %s", path.c_str(),
                file.error().message.c_str());
  struct stat status {};
  const std::string real = real_path(*file);
  if (fstat(file->get(), &status) != 0 || real.empty() || !ElfFile::open(real))
    return fail(Tag::D_PROC_LIB, {}, "%s is not a program or library that can be traced (ELF)",
                path.c_str());
  const uint64_t device = uint64_t{major(status.st_dev)} << 32 | minor(status.st_dev);
  return ProcessObject{last_part(real), path, real, device, status.st_ino, false, 0, 0};
}

// Some file systems show another device in maps than stat(2) does: name and inode tell.
bool lies_at(const ProcessObject &object, const std::string &path) {
  const auto file = open_file(root_of(object) + path);
  struct stat status {};
  return file && fstat(file->get(), &status) == 0 && status.st_ino == object.inode &&
         last_part(real_path(*file)) == object.name;
}

} // namespace dtrace
