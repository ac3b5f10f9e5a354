// Stage: usdt. Names of registers, as notes have them, to words of struct pt_regs.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace dtrace::usdt {

struct Register {
  uint8_t word;           // of struct pt_regs
  uint8_t size;           // bytes that the name means
  bool high_byte = false; // %ah
  bool is_float = false;  // %xmm0, d0: not in pt_regs
  bool is_zero = false;   // xzr
};

// Without %: "eax", "r10d". machine: EM_X86_64 or EM_386.
std::optional<Register> x86_register(std::string_view name);
std::optional<Register> aarch64_register(std::string_view name); // "w3", "sp"

inline constexpr uint8_t x86_ip_word = 16, x86_sp_word = 19, aarch64_sp_word = 31;

} // namespace dtrace::usdt
