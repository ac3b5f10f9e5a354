// Stage: language. The names that other systems give their kernel as a module of D: genunix`hz,
// fbt:mach_kernel::. fbt:mach_kernel::.
#pragma once
#include <algorithm>
#include <iterator>
#include <string_view>

namespace dtrace {

struct KernelName {
  std::string_view system, module; // system: as of -x compat
};
inline constexpr KernelName kernel_names[] = {
    {"solaris", "genunix"}, {"solaris", "unix"},       {"freebsd", "freebsd"},
    {"freebsd", "kernel"},  {"macos", "mach_kernel"},
};

inline bool is_other_kernel(std::string_view module) {
  return std::ranges::find(kernel_names, module, &KernelName::module) != std::end(kernel_names);
}

// vmlinux, and what is loaded or built in and has a folder in /sys/module; '-' is as good as '_'.
bool is_kernel_module(std::string_view module);

} // namespace dtrace
