// Stage: language. See kernel_names.h.
#include "language/kernel_names.h"

#include <string>
#include <unistd.h>

namespace dtrace {

bool is_kernel_module(std::string_view module) {
  std::string name(module);
  std::ranges::replace(name, '-', '_');
  return name == "vmlinux" || (name.find_first_of("/.") == name.npos && !name.empty() &&
                               access(("/sys/module/" + name).c_str(), F_OK) == 0);
}

} // namespace dtrace
