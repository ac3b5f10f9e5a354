// Stage: object. Loads from a program's context (its argument: a record, registers, raw arguments),
// kept as the verifier wants them: one load at a constant offset from the argument itself. LLVM may
// otherwise keep the address for a later load or choose between two of them, and the kernel refuses
// both ("dereference of modified ctx ptr"; kernel/bpf/verifier.c, __check_ptr_off_reg).
#pragma once
#include <llvm/IR/Module.h>

namespace dtrace::object {

// Replaces each such load by a call of a function without a body, which LLVM can only keep, copy or
// drop. Wants constant offsets: after inlining.
void hide_context_loads(llvm::Module &module);
// Makes them loads again. Nothing that moves instructions may follow.
void show_context_loads(llvm::Module &module);

} // namespace dtrace::object
