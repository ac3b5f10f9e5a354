// Stage: arch. The functions of the rows of x86-64 and i386.
#pragma once
#include "arch/code.h"
#include "arch/operand.h"

namespace dtrace {

std::vector<Instruction> read_x86_64(std::span<const uint8_t> code);
std::vector<Instruction> read_i386(std::span<const uint8_t> code);
const char *why_refused_x86_64(std::span<const uint8_t> code, bool at_entry);
const char *why_refused_i386(std::span<const uint8_t> code, bool at_entry);
uint64_t entry_offset_x86_64(std::span<const uint8_t> code, bool is_go);
uint64_t entry_offset_i386(std::span<const uint8_t> code, bool is_go);

} // namespace dtrace

namespace dtrace::usdt {
Result<dt_usdt_argument> x86_operand(std::string_view text, int size,
                                     const OperandContext &context);
} // namespace dtrace::usdt
