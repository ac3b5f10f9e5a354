// Stage: providers. The instructions with which a function returns: its own and those of the part
// that the compiler put elsewhere because it is seldom run (NAME.cold). A jump from one to the
// other is not a return; one to another function is, a tail call.
#pragma once
#include "symbols/elf_functions.h"

#include <vector>

namespace dtrace {

struct ReturnPlace {
  uint64_t file_offset;
  // From the function's start, never 0; behind its end, or wrapped, in a part elsewhere.
  uint32_t offset;
};
std::vector<ReturnPlace> return_places(const ElfFunctions &object,
                                       const ElfFunctions::Function &function);

} // namespace dtrace
