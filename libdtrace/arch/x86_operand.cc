// Stage: arch. Operands of x86, as the GNU assembler writes them: -4@%eax, 8@-24(%rbp), 1@$5.
#include "arch/operand_text.h"
#include "arch/processor.h"
#include "arch/x86_code.h"

#include <bit>
#include <elf.h>

namespace dtrace::usdt {

namespace {

// arch/x86/include/asm/ptrace.h: struct pt_regs. The names of 8, 4, 2 and 1 bytes.
constexpr uint8_t x86_ip_word = 16, x86_sp_word = 19;
struct RegisterNames {
  uint8_t word;
  std::string_view names[4];
  std::string_view high_byte{};
};
constexpr RegisterNames x86_rows[] = {
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

std::optional<Register> x86_register(std::string_view name) {
  for (const RegisterNames &row : x86_rows) {
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

Result<Register> x86_address_register(std::string_view text, const OperandContext &context) {
  const auto one = text.starts_with("%") ? x86_register(text.substr(1)) : std::nullopt;
  const int word = context.machine == EM_386 ? 4 : 8;
  if (!one || one->is_float || one->size != word)
    return not_understood(text);
  return *one;
}

// displacement(base,index,scale)
Result<dt_usdt_argument> x86_memory(std::string_view text, const OperandContext &context) {
  const size_t open = text.find('(');
  if (text.back() != ')')
    return not_understood(text);
  const auto parts = split(text.substr(open + 1, text.size() - open - 2), ',');
  if (parts.size() > 3)
    return not_understood(text);
  TRY(sum, sum_of(trimmed(text.substr(0, open)), context));
  dt_usdt_argument argument = value(sum.value);
  argument.kind = DT_USDT_MEMORY;
  if (!parts[0].empty()) {
    TRY(base, x86_address_register(parts[0], context));
    argument.base = base.word;
  }
  if (parts.size() > 1) {
    TRY(index, x86_address_register(parts[1], context));
    const auto scale = parts.size() > 2 ? number_of(parts[2]) : 1;
    if (!scale || !std::has_single_bit(*scale) || *scale > 8 || index.word == x86_ip_word)
      return not_understood(text);
    argument.index = index.word;
    argument.shift = static_cast<uint8_t>(std::countr_zero(*scale));
  }
  if (sum.has_symbol &&
      (argument.base == DT_USDT_NO_REGISTER || argument.base == x86_ip_word))
    make_relative(argument, context);
  else if (sum.has_symbol ? !context.is_fixed : argument.base == x86_ip_word)
    return fail("%s depends on where the program was loaded", std::string(text).c_str());
  return argument;
}

} // namespace

Result<dt_usdt_argument> x86_operand(std::string_view text, int size,
                                     const OperandContext &context) {
  if (text[0] == '$')
    return constant(text.substr(1), context);
  if (text[0] == '%' && text.find(':') != text.npos)
    return fail("%s is thread-local memory", std::string(text).c_str());
  if (text[0] == '%')
    return in_register(text, x86_register(text.substr(1)), size);
  if (text.find('(') != text.npos)
    return x86_memory(text, context);
  TRY(argument, constant(text, context));
  if (argument.base != DT_USDT_NO_REGISTER) // a symbol is memory, a number itself
    argument.kind = DT_USDT_MEMORY;
  return argument;
}

} // namespace dtrace::usdt
