// Stage: providers. Which processes and which of their objects a description of user probes means.
#pragma once
#include "process/process_objects.h"
#include "providers/provider.h"

#include <optional>
#include <span>
#include <string_view>

namespace dtrace {

// The module of a description: the name (libc.so.6), its start before a dot (libc), the whole path
// (through links, too), or a.out; globs.
bool is_named(const ProcessObject &object, std::string_view pattern);

// D_PROC_LIB, with the nearest name there is.
Failure no_such_object(std::string_view pattern, std::span<const ProcessObject> objects,
                       bool of_all = false); // processes, not of one

// `prefix` and a process's id, `prefix` and `*` (0: every process); else nothing.
std::optional<pid_t> process_of(std::string_view provider, std::string_view prefix);

} // namespace dtrace
