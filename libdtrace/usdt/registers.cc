#include "usdt/registers.h"

#include <charconv>

namespace dtrace::usdt {

namespace {

// arch/x86/include/asm/ptrace.h: struct pt_regs. The names of 8, 4, 2 and 1 bytes.
struct X86Row {
  uint8_t word;
  std::string_view names[4];
  std::string_view high_byte{};
};
constexpr X86Row x86_rows[] = {
    {10, {"rax", "eax", "ax", "al"}, "ah"}, {5, {"rbx", "ebx", "bx", "bl"}, "bh"},
    {11, {"rcx", "ecx", "cx", "cl"}, "ch"}, {12, {"rdx", "edx", "dx", "dl"}, "dh"},
    {13, {"rsi", "esi", "si", "sil"}},      {14, {"rdi", "edi", "di", "dil"}},
    {4, {"rbp", "ebp", "bp", "bpl"}},       {x86_sp_word, {"rsp", "esp", "sp", "spl"}},
    {x86_ip_word, {"rip", "eip", "ip", ""}}, {9, {"r8", "r8d", "r8w", "r8b"}},
    {8, {"r9", "r9d", "r9w", "r9b"}},       {7, {"r10", "r10d", "r10w", "r10b"}},
    {6, {"r11", "r11d", "r11w", "r11b"}},   {3, {"r12", "r12d", "r12w", "r12b"}},
    {2, {"r13", "r13d", "r13w", "r13b"}},   {1, {"r14", "r14d", "r14w", "r14b"}},
    {0, {"r15", "r15d", "r15w", "r15b"}},
};
constexpr std::string_view x86_float_names[] = {"xmm", "ymm", "zmm", "st", "mm"};

// arch/arm64/include/asm/ptrace.h: regs[31], sp, pc.
struct AArch64Row {
  std::string_view name;
  Register is;
};
constexpr AArch64Row aarch64_rows[] = {
    {"sp", {aarch64_sp_word, 8}}, {"wsp", {aarch64_sp_word, 4}}, {"fp", {29, 8}}, {"lr", {30, 8}},
    {"xzr", {0, 8, false, false, true}}, {"wzr", {0, 4, false, false, true}},
};
constexpr std::string_view aarch64_float_letters = "bhsdqv";

std::optional<unsigned> register_number(std::string_view digits) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  return number;
}

} // namespace

std::optional<Register> x86_register(std::string_view name) {
  for (const X86Row &row : x86_rows) {
    uint8_t size = 8;
    for (const std::string_view one : row.names) {
      if (!one.empty() && one == name)
        return Register{row.word, size};
      size /= 2;
    }
    if (!row.high_byte.empty() && row.high_byte == name)
      return Register{row.word, 1, true};
  }
  for (const std::string_view prefix : x86_float_names)
    if (name.starts_with(prefix))
      return Register{0, 8, false, true};
  return std::nullopt;
}

std::optional<Register> aarch64_register(std::string_view name) {
  for (const AArch64Row &row : aarch64_rows)
    if (row.name == name)
      return row.is;
  if (name.size() < 2)
    return std::nullopt;
  const auto number = register_number(name.substr(1));
  constexpr unsigned last = 30;
  if ((name[0] == 'x' || name[0] == 'w') && number && *number <= last)
    return Register{static_cast<uint8_t>(*number), static_cast<uint8_t>(name[0] == 'x' ? 8 : 4)};
  if (aarch64_float_letters.find(name[0]) != std::string_view::npos && number)
    return Register{0, 8, false, true};
  return std::nullopt;
}

} // namespace dtrace::usdt
