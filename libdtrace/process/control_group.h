// Stage: process. Control groups by their paths, for cgroupid().
#pragma once
#include "base/diagnostic.h"

#include <cstdint>
#include <string>

namespace dtrace {

// What the kernel knows a group of version 2 by (bpf_get_current_cgroup_id). The path begins at the
// root of the hierarchy, "/system.slice", or of the file system, "/sys/fs/cgroup/system.slice".
// Error: there is no such group, or it is one of version 1, which have no ids.
Result<uint64_t> control_group_id(const std::string &path);

} // namespace dtrace
