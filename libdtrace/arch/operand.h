// Stage: arch. The arguments of a note, as compilers write them for the assembler, to where the
// kernel finds them. GCC and clang write
//     -4@%eax 8@-24(%rbp) 1@$5 8@table(,%rax,8) 4@count+8(%rip)          x86
//     -4@w0 8@[sp, 24] 1@5 8@[x1, w2, sxtw 3]                            AArch64
// where the number before @ is the size, negative for signed values.
#pragma once
#include "base/diagnostic.h"

#include <dtrace/abi/usdt.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dtrace::usdt {

// What the notes of one object have in common.
struct OperandContext {
  uint16_t machine;          // ELF: EM_X86_64, EM_386, EM_AARCH64
  bool is_fixed = false;     // linked to run at the addresses in the file (ET_EXEC)
  uint64_t pc = 0;           // of the probe, as linked
  std::function<std::optional<uint64_t>(std::string_view)> symbol{}; // its address as linked
};

struct Operands {
  std::array<dt_usdt_argument, DT_USDT_ARGUMENTS> row{};
  size_t count = 0;
  // What of the arguments cannot be read, and why; empty: all can.
  std::string complaint{};

  bool operator==(const Operands &other) const;
};

// An argument that is not understood, or a floating-point number, is DT_USDT_UNREADABLE; the others
// stay. More than DT_USDT_ARGUMENTS are left out.
Operands parse_operands(std::string_view text, const OperandContext &context);

// One argument, without size: "8(%rsp)".
Result<dt_usdt_argument> parse_operand(std::string_view text, int size,
                                       const OperandContext &context);

} // namespace dtrace::usdt
