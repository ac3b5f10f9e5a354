// Stage: arch. The functions of CodeRules for AArch64.
#pragma once
#include "arch/code.h"

namespace dtrace {

std::vector<Instruction> read_aarch64(std::span<const uint8_t> code);
bool can_be_stepped_aarch64(std::span<const uint8_t> code);
uint64_t entry_offset_aarch64(std::span<const uint8_t> code, bool is_go);

} // namespace dtrace
