// Stage: providers. The types of C parameters, read from the text of a system call's prototype:
// names, `struct x`, the words of integers, `const` and `*`, which is all that syscall_table.def
// has. A type that this kernel does not know becomes `void` behind a pointer and `long` elsewhere.
#pragma once
#include "types/type.h"

#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

struct PrototypeParameter {
  const Type *type; // never null; pointers lead to userland, or to the kernel
  std::string name; // may be empty
};

// "char *buf"
PrototypeParameter read_parameter(std::string_view text, TypeGraph &types, bool userland = true);
std::vector<PrototypeParameter> read_parameters(std::string_view text, TypeGraph &types);

} // namespace dtrace
