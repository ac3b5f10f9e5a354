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

// Whether the kernel can run the instruction that `code` begins with out of line, and does so right.
// A false yes costs a failed attempt, nothing more.
bool can_be_probed(std::span<const uint8_t> code, unsigned machine);

// Offset in the function of the place at which its entry is traced: its first instruction, but for
// endbr64, which would have to be single-stepped: a push behind it need not; in Go behind the check of
// the stack, which it may go through twice.
uint64_t entry_offset(const ElfFunctions &object, const ElfFunctions::Function &function);

// Whether the kernel may put an address of its own in the place of the function's return address
// (a uretprobe): not where the stack begins with something else.
bool may_take_return_address(const ElfFunctions::Function &function);

// Who unwinds a stack does not get past such an address: an exception thrown below it would end the
// program; and the kernel takes a thread's returns to come in the order of one stack. object: by the
// last part of its path.
bool walks_stacks(std::string_view object); // known to, for its whole process
bool is_c_library(std::string_view object); // has what others walk stacks with, and does not do it
bool is_in_walked_stacks(std::string_view object, const ElfFunctions::Function &function);

} // namespace dtrace
