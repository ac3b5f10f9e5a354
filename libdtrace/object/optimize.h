// Stage: object. LLVM's part: the run-time support linked into the module, the module optimised and
// emitted as an ELF file in memory.
#pragma once
#include "codegen/module.h"

#include <llvm/ADT/SmallVector.h>

namespace dtrace::object {

Result<void> link_runtime(Module &module);
// `stack`, when given, is set when it fails for want of stack.
Result<llvm::SmallVector<char, 0>> emit(Module &module, bool *stack = nullptr);

} // namespace dtrace::object
