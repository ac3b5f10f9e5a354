#include "arch/operand.h"

#include <elf.h>
#include <gtest/gtest.h>

using namespace dtrace;
using namespace dtrace::usdt;

namespace {

constexpr uint64_t pc = 0x1000, table = 0x4020;

OperandContext context(uint16_t machine, bool is_fixed = false) {
  return {machine, is_fixed, pc, [](std::string_view name) -> std::optional<uint64_t> {
            return name == "table" || name == "_ZL5table" ? std::optional(table) : std::nullopt;
          }};
}

// "memory base+index<<shift form offset size": what a row says, for comparing.
std::string text(const dt_usdt_argument &a) {
  if (a.kind == DT_USDT_UNREADABLE)
    return "unreadable";
  std::string out = a.kind == DT_USDT_MEMORY ? "[" : "";
  if (a.base != DT_USDT_NO_REGISTER)
    out += "r" + std::to_string(a.base) + (a.high_byte ? "h" : "") + " ";
  if (a.index != DT_USDT_NO_REGISTER)
    out += "r" + std::to_string(a.index) + "<<" + std::to_string(a.shift) + "/" +
           std::to_string(a.index_form) + " ";
  return out + std::to_string(a.offset) + (a.kind == DT_USDT_MEMORY ? "]" : "") + " s" +
         std::to_string(a.size);
}

std::string all(std::string_view arguments, uint16_t machine, bool is_fixed = false) {
  const Operands operands = parse_operands(arguments, context(machine, is_fixed));
  std::string out;
  for (size_t i = 0; i < operands.count; i++)
    out += (i ? ", " : "") + text(operands.row[i]);
  return out + (operands.complaint.empty() ? "" : " ! " + operands.complaint);
}

struct Case {
  std::string_view arguments;
  std::string_view expected;
};

TEST(Operand, X86) {
  constexpr Case cases[] = {
      {"", ""},
      {"  ", ""},
      {"-4@%eax", "r10 0 s-4"},
      {"4@%edi 8@%rsi", "r14 0 s4, r13 0 s8"},
      {"-1@%al 1@%ah -2@%r8w 1@%sil", "r10 0 s-1, r10h 0 s1, r9 0 s-2, r13 0 s1"},
      {"8@%r15 8@%rbp 8@%rsp", "r0 0 s8, r4 0 s8, r19 0 s8"},
      {"-4@%rdi", "r14 0 s-4"},
      {"-8@%al", "r10 0 s-1"},
      {"-4@$5", "5 s-4"},
      {"-4@$-3 4@$-3", "-3 s-4, 4294967293 s4"},
      {"1@$300 -1@$255", "44 s1, -1 s-1"},
      {"8@$0x10", "16 s8"},
      {"-8@$-9223372036854775808", "-9223372036854775808 s-8"},
      {"8@17", "17 s8"},
      {"4@8(%rsp)", "[r19 8] s4"},
      {"-4@-20(%rbp)", "[r4 -20] s-4"},
      {"8@(%rax)", "[r10 0] s8"},
      {"8@(%rax,%rbx,8)", "[r10 r5<<3/0 0] s8"},
      {"8@16(%rax,%rbx)", "[r10 r5<<0/0 16] s8"},
      {"8@(,%rbx,4)", "[r5<<2/0 0] s8"},
      {"8@table(%rip)", "[r16 12320] s8"},
      {"8@_ZL5table+8(%rip) 8@8+table(%rip) 8@table-8(%rip)",
       "[r16 12328] s8, [r16 12328] s8, [r16 12312] s8"},
      {"8@table(,%rax,8)", "[r16 r10<<3/0 12320] s8"},
      {"8@table", "[r16 12320] s8"},
      {"8@$table+4", "r16 12324 s8"},
      {"%rax", "r10 0 s8"},
  };
  for (const Case &one : cases)
    EXPECT_EQ(all(one.arguments, EM_X86_64), one.expected) << one.arguments;
}

TEST(Operand, X86Refused) {
  constexpr Case cases[] = {
      {"8f@%xmm0", "unreadable ! arg0 (8f@%xmm0) cannot be read: it is a floating-point number"},
      {"8@%xmm1 4@%eax",
       "unreadable, r10 0 s4 ! arg0 (8@%xmm1) cannot be read: %xmm1 is a floating-point register"},
      {"4@%fs:-4", "unreadable ! arg0 (4@%fs:-4) cannot be read: %fs:-4 is thread-local memory"},
      {"3@%eax", "unreadable ! arg0 (3@%eax) cannot be read: 3@%eax is not understood"},
      {"99999999999@%eax",
       "unreadable ! arg0 (99999999999@%eax) cannot be read: 99999999999@%eax is not understood"},
      {"4@%nosuch", "unreadable ! arg0 (4@%nosuch) cannot be read: %nosuch is not understood"},
      {"4@8(%rip)",
       "unreadable ! arg0 (4@8(%rip)) cannot be read: 8(%rip) depends on where the program was "
       "loaded"},
      {"4@table(%rax)",
       "unreadable ! arg0 (4@table(%rax)) cannot be read: table(%rax) depends on where the program "
       "was loaded"},
      {"4@gone(%rip)",
       "unreadable ! arg0 (4@gone(%rip)) cannot be read: symbol gone is not in the file"},
      {"8@table@GOTPCREL(%rip)", "unreadable ! arg0 (8@table@GOTPCREL(%rip)) cannot be read: "
                                 "table@GOTPCREL is not understood"},
      {"4@(%eax)", "unreadable ! arg0 (4@(%eax)) cannot be read: %eax is not understood"},
      {"4@(%rax,%rbx,3)",
       "unreadable ! arg0 (4@(%rax,%rbx,3)) cannot be read: (%rax,%rbx,3) is not understood"},
      {"4@", "unreadable ! arg0 (4@) cannot be read: it is empty"},
      {"4@(", "unreadable ! arg0 (4@() cannot be read: ( is not understood"},
      {"1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1 1@$1",
       "1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 s1, 1 "
       "s1 ! there are more than 16 arguments"},
  };
  for (const Case &one : cases)
    EXPECT_EQ(all(one.arguments, EM_X86_64), one.expected) << one.arguments;
}

TEST(Operand, SymbolWithBaseInFixedProgram) {
  EXPECT_EQ(all("4@table(%rax)", EM_X86_64, true), "[r10 16416] s4");
}

TEST(Operand, I386) {
  EXPECT_EQ(all("-4@8(%ebp) 4@%ebx -4@(%esp,%eax,4)", EM_386),
            "[r4 8] s-4, r5 0 s4, [r19 r10<<2/0 0] s-4");
}

TEST(Operand, AArch64) {
  constexpr Case cases[] = {
      {"-4@w0 8@x30 8@sp", "r0 0 s-4, r30 0 s8, r31 0 s8"},
      {"-4@5 -8@-3 8@#7", "5 s-4, -3 s-8, 7 s8"},
      {"4@xzr 4@wzr", "0 s4, 0 s4"},
      {"8@[sp] 8@[sp, 24] 4@[x29, #-8]", "[r31 0] s8, [r31 24] s8, [r29 -8] s4"},
      {"8@[x1,x2] 8@[x1, x2, lsl 3]", "[r1 r2<<0/0 0] s8, [r1 r2<<3/0 0] s8"},
      {"4@[x1, w2, sxtw 2] 4@[x1, w2, uxtw #2] 1@[x1, w2, sxtw]",
       "[r1 r2<<2/1 0] s4, [r1 r2<<2/2 0] s4, [r1 r2<<0/1 0] s1"},
      {"8@table", "r32 12320 s8"},
      {"8@d0", "unreadable ! arg0 (8@d0) cannot be read: d0 is a floating-point register"},
      {"4@[x0, :lo12:table]", "unreadable ! arg0 (4@[x0, :lo12:table]) cannot be read: :lo12:table "
                              "is not understood"},
      {"4@[w0]", "unreadable ! arg0 (4@[w0]) cannot be read: [w0] is not understood"},
      {"4@x31", "unreadable ! arg0 (4@x31) cannot be read: symbol x31 is not in the file"},
      {"4@[x0, x1, ror 2]",
       "unreadable ! arg0 (4@[x0, x1, ror 2]) cannot be read: ror 2 is not understood"},
  };
  for (const Case &one : cases)
    EXPECT_EQ(all(one.arguments, EM_AARCH64), one.expected) << one.arguments;
}

TEST(Operand, OtherProcessor) {
  EXPECT_EQ(all("4@r0", EM_RISCV), "unreadable ! arg0 (4@r0) cannot be read: programs for this "
                                   "processor are not known");
}

} // namespace
