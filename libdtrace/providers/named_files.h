// Stage: providers. Programs and libraries that a description names by their path, whether or not a
// process runs them:
//     pid*:"/bin/bash":readline:return
#pragma once
#include "process/process_objects.h"

#include <optional>
#include <string>
#include <string_view>

namespace dtrace {

// The path that a description's module is; nothing: it is a name, or has globs.
std::optional<std::string> path_of(std::string_view module);

// What lies at the path, links followed: its name is that of the file itself, its path the one
// given. D_PROC_LIB: there is nothing, or it is not a program or library.
Result<ProcessObject> object_at(const std::string &path);

// Whether the object that a process has mapped is what that process finds at the path.
bool lies_at(const ProcessObject &object, const std::string &path);

} // namespace dtrace
