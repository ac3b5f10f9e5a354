// Stage: arch. What the forms of operands of all processors have in common.
#pragma once
#include "arch/operand.h"

#include <vector>

namespace dtrace::usdt {

struct Register {
  uint8_t word;           // of struct pt_regs
  uint8_t size;           // bytes that the name means
  bool high_byte = false; // %ah
  bool is_float = false;  // %xmm0, d0: not in pt_regs
  bool is_zero = false;   // xzr
};

// A sum of numbers and at most one symbol: 8+table, -4, 0x10.
struct Sum {
  uint64_t value = 0;
  bool has_symbol = false;
};

std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator); // not within brackets
Failure not_understood(std::string_view text);
std::optional<uint64_t> number_of(std::string_view text); // decimal, or 0x and hexadecimal
Result<Sum> sum_of(std::string_view text, const OperandContext &context);

// Operands: a number; a number or the address of a symbol; what a register holds.
dt_usdt_argument value(uint64_t number);
Result<dt_usdt_argument> constant(std::string_view text, const OperandContext &context);
Result<dt_usdt_argument> in_register(std::string_view name, const std::optional<Register> &one,
                                     int size);
// Makes a symbol's address in the file the one in the process: so far from the probe as linked.
void make_relative(dt_usdt_argument &argument, const OperandContext &context);

} // namespace dtrace::usdt
