// Stage: files. Opens files that an attacker may have made, or may replace at any moment: files of
// a process, of /tmp, of a folder of -L. Opening never blocks and touches regular files only: no
// FIFO, no device.
//
// A path `/proc/PID/root/…` means the file that the process has under the rest of it: symbolic
// links are followed as the process would follow them, and none leads out of its root folder.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dtrace {

enum class LastLink { Follow, Refuse }; // when the path's last part is a symbolic link

// For reading. The error is the reason alone, without the path.
Result<Descriptor> open_file(const std::string &path, LastLink last = LastLink::Follow);

// The whole text of such a file. Error: more than `most` bytes, or as above.
Result<std::string> read_file(const std::string &path, uint64_t most);

// A file that the kernel generates on reading (/proc/PID/maps), truncated after `most` bytes. The
// error is an errno.
std::expected<std::string, int> read_kernel_file(const std::string &path, uint64_t most);

// `/proc/12/root/usr/x` is {"/proc/12/root", "/usr/x"}; any other path is {"", path}.
struct PathInRoot {
  std::string_view root, path;
};
PathInRoot split_root(std::string_view path);

// Resolves a path from `root` like openat2(2) with RESOLVE_IN_ROOT, for kernels and sandboxes
// without that call. Returns an O_PATH descriptor, or none and errno.
Descriptor walk_in_root(int root, std::string_view path, LastLink last);

} // namespace dtrace
