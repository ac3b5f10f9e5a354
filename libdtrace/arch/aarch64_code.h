// Stage: arch. The functions of the rows of AArch64.
#pragma once
#include "arch/code.h"
#include "arch/operand.h"

namespace dtrace {

std::vector<Instruction> read_aarch64(std::span<const uint8_t> code);
const char *why_refused_aarch64(std::span<const uint8_t> code, bool at_entry);
uint64_t entry_offset_aarch64(std::span<const uint8_t> code, bool is_go);

} // namespace dtrace

namespace dtrace::usdt {
Result<dt_usdt_argument> aarch64_operand(std::string_view text, int size,
                                     const OperandContext &context);
} // namespace dtrace::usdt
