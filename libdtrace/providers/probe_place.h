// Stage: providers. Which instruction of a function a uprobe is set on, and whether one may be.
#pragma once
#include "arch/code.h"
#include "symbols/elf_functions.h"

#include <cstdint>
#include <span>

namespace dtrace {

// Of code for a processor that is not known: none.
std::vector<Instruction> instructions_of(const ElfFunctions &object,
                                         const ElfFunctions::Function &function);

// Why no probe may be set on the instruction at the offset, which one begins at, or at an address
// that lies in no function; null: one may be. A false null for what the kernel refuses costs a failed
// attempt, nothing more.
const char *why_refused(const ElfFunctions &object, const ElfFunctions::Function &function,
                        uint64_t offset);
const char *why_refused(const ElfFunctions &object, uint64_t address);

// Whether there may be any probes in it: not where others read its code.
bool may_be_probed(const ElfFunctions::Function &function);

// Whether its entry can be traced, at entry_offset().
bool has_entry(const ElfFunctions &object, const ElfFunctions::Function &function);

// Offset in the function of the place at which its entry is traced: its first instruction, but for
// endbr64, which would have to be single-stepped: a push behind it need not; in Go behind the check of
// the stack, which it may go through twice.
uint64_t entry_offset(const ElfFunctions &object, const ElfFunctions::Function &function);

// Whether the kernel may put an address of its own in the place of the function's return address
// (a uretprobe): not where the stack begins with something else.
bool may_take_return_address(const ElfFunctions::Function &function);

// A stack cannot be unwound past such an address: an exception thrown below it would end the
// program. And the kernel expects the returns of a thread in the order of one stack. object: by the
// last part of its path.
bool walks_stacks(std::string_view object); // known to, for its whole process
bool is_c_library(std::string_view object); // has what others walk stacks with, and does not do it
bool is_in_walked_stacks(std::string_view object, const ElfFunctions::Function &function);

} // namespace dtrace
