// Where instructions begin, which of them leave a function, and which can be stepped.
#include "arch/processor.h"

#include <elf.h>
#include <gtest/gtest.h>

using namespace dtrace;

namespace {

std::vector<Instruction> read(std::span<const uint8_t> code, unsigned machine) {
  return find_processor(machine)->code->read(code);
}

std::vector<uint32_t> sizes(std::vector<uint8_t> code, unsigned machine = EM_X86_64) {
  std::vector<uint32_t> sizes;
  const auto instructions = read(code, machine);
  for (const Instruction &instruction : instructions)
    sizes.push_back(instruction.size);
  return sizes;
}

using Sizes = std::vector<uint32_t>;

} // namespace

TEST(Instructions, Operands) {
  EXPECT_EQ(sizes({0x55, 0x48, 0x89, 0xe5}), (Sizes{1, 3}));             // push; mov %rsp,%rbp
  EXPECT_EQ(sizes({0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8}), (Sizes{10}));   // movabs
  EXPECT_EQ(sizes({0x66, 0xb8, 1, 2}), (Sizes{4}));                      // mov $x,%ax
  EXPECT_EQ(sizes({0x8b, 0x84, 0x24, 1, 2, 3, 4}), (Sizes{7}));          // mov x(%rsp),%eax
  EXPECT_EQ(sizes({0x8b, 0x05, 1, 2, 3, 4}), (Sizes{6}));                // mov x(%rip),%eax
  EXPECT_EQ(sizes({0xf6, 0xc1, 0x01, 0xf6, 0xd9}), (Sizes{3, 2}));       // test $1,%cl; neg %cl
  EXPECT_EQ(sizes({0xf3, 0x0f, 0x1e, 0xfa}), (Sizes{4}));                // endbr64
  EXPECT_EQ(sizes({0x0f, 0x3a, 0x0f, 0xc1, 0x08}), (Sizes{5}));          // palignr
  EXPECT_EQ(sizes({0xc5, 0xf8, 0x77}), (Sizes{3}));                      // vzeroupper
  EXPECT_EQ(sizes({0x62, 0xe2, 0x7d, 0x28, 0x7a, 0xce}), (Sizes{6}));    // vpbroadcastb %esi,%ymm17
}

TEST(Instructions, OfThirtyTwoBits) {
  EXPECT_EQ(sizes({0x40, 0x8b, 0x0d, 1, 2, 3, 4}, EM_386), (Sizes{1, 6})); // inc %eax; mov x,%ecx
  EXPECT_EQ(sizes({0xc5, 0x06}, EM_386), (Sizes{2}));                      // lds (%esi),%eax
}

TEST(Instructions, Leaving) {
  // ret; ret $8; jmp to itself; jmp far out; jmp before the function
  const std::vector<uint8_t> code = {0xc3, 0xc2, 8,    0,    0xeb, 0xfe, 0xe9, 0,
                                     1,    0,    0,    0xeb, 0x80};
  const auto instructions = read(code, EM_X86_64);
  ASSERT_EQ(instructions.size(), 5u);
  std::string kinds;
  for (const Instruction &one : instructions)
    kinds += one.is_return ? 'r' : one.is_jump_out ? 'j' : '-';
  EXPECT_EQ(kinds, "rr-jj");
}

TEST(Instructions, EndAtWhatIsNone) {
  EXPECT_EQ(sizes({0x90, 0x06, 0x90}), (Sizes{1, 1, 1}));
  EXPECT_EQ(sizes({0x90, 0xe8, 0x01}), (Sizes{1})); // cut short
}

TEST(Processors, AreFoundByTheirNumber) {
  EXPECT_EQ(find_processor(EM_PPC64), nullptr);
  for (const Processor *one : processors())
    EXPECT_EQ(find_processor(one->machine), one) << one->name;
}

namespace {
std::vector<uint8_t> little_endian(std::initializer_list<uint32_t> words) {
  std::vector<uint8_t> code;
  for (const uint32_t word : words)
    for (int shift = 0; shift < 32; shift += 8)
      code.push_back(static_cast<uint8_t>(word >> shift));
  return code;
}

struct Stepped {
  const char *text; // as an assembler has it
  uint32_t bits;
  bool can_be_stepped;
};
} // namespace

TEST(AArch64, InstructionsHaveOneLength) {
  const auto code = little_endian({0xa9bf7bfd, 0xd65f03c0, 0x14000010, 0x17ffffff, 0xd65f0bff});
  const auto instructions = read(code, EM_AARCH64); // stp, ret, b far, b back into it, retaa
  ASSERT_EQ(instructions.size(), 5u);
  std::string kinds;
  for (const Instruction &one : instructions)
    kinds += one.is_return ? 'r' : one.is_jump_out ? 'j' : '-';
  EXPECT_EQ(kinds, "-rj-r");
  EXPECT_EQ(instructions[2].jumps_to, 8 + 0x40);
  EXPECT_EQ(instructions[4].offset, 16u);
  EXPECT_EQ(read(std::span(code).first(7), EM_AARCH64).size(), 1u); // cut short
}

TEST(AArch64, WhatCannotBeStepped) {
  constexpr Stepped rows[] = {
      {"add x0, x0, x2", 0x8b020000, true},
      {"stp x29, x30, [sp, #-16]!", 0xa9bf7bfd, true},
      {"bl #64", 0x94000010, true},
      {"b.ne #64", 0x54000201, true},
      {"cbz x0, #64", 0xb4000200, true},
      {"tbnz w0, #3, #64", 0x37180200, true},
      {"ret", 0xd65f03c0, true},
      {"br x1", 0xd61f0020, true},
      {"blr x1", 0xd63f0020, true},
      {"adrp x0, #4096", 0xb0000000, true},
      {"nop", 0xd503201f, true},
      {"bti c", 0xd503245f, true},
      {"paciasp", 0xd503233f, true},
      {"xpaclri", 0xd50320ff, true},
      {"mrs x0, tpidr_el0", 0xd53bd040, true},
      {"ldadd x0, x1, [x2]", 0xf8200041, true},
      {"ldar x0, [x1]", 0xc8dffc20, true},
      {"ldapur x0, [x1, #8]", 0xd9408020, true},
      {"dmb ish", 0xd5033bbf, true},
      {"svc #0", 0xd4000001, false},
      {"brk #0", 0xd4200000, false},
      {"hlt #0", 0xd4400000, false},
      {"udf #0", 0x00000000, false},
      {"eret", 0xd69f03e0, false},
      {"braa x1, x2", 0xd71f0822, false},
      {"blraaz x1", 0xd63f083f, false},
      {"retaa", 0xd65f0bff, false},
      {"retab", 0xd65f0fff, false},
      {"msr tpidr_el0, x0", 0xd51bd040, false},
      {"msr daifset, #2", 0xd50342df, false},
      {"cfinv", 0xd500401f, false},
      {"mrs x0, daif", 0xd53b4220, false},
      {"ldr x0, #64", 0x58000200, false},
      {"ldr q0, #64", 0x9c000200, false},
      {"ldrsw x0, #64", 0x98000200, false},
      {"ldxr x0, [x1]", 0xc85f7c20, false},
      {"stlxr w2, x0, [x1]", 0xc802fc20, false},
      {"ldaxp x0, x1, [x2]", 0xc87f8440, false},
      {"cpyfp [x0]!, [x1]!, x2!", 0x19010440, false},
      {"setm [x0]!, x1!, x2", 0x19c24420, false},
      {"wfe", 0xd503205f, false},
      {"autiasp", 0xd50323bf, false},
      {"yield", 0xd503203f, false},
  };
  for (const Stepped &row : rows)
    EXPECT_EQ(!aarch64.code->why_refused(little_endian({row.bits}), false), row.can_be_stepped)
        << row.text;
  const auto nop = little_endian({0xd503201f});
  EXPECT_TRUE(aarch64.code->why_refused(std::span(nop).first(3), false));
}

// ldxr, add, stxr, cbnz; then a load-exclusive that nothing belongs to.
TEST(AArch64, NothingComesBetweenALoadExclusiveAndItsStore) {
  const auto code = little_endian(
      {0x8b020000, 0xc85f7c01, 0x91000421, 0xc8027c01, 0x35ffffa2, 0xc85f7c01, 0xd65f03c0});
  std::string marks;
  for (const Instruction &one : read(code, EM_AARCH64))
    marks += one.refused ? 'x' : '.';
  EXPECT_EQ(marks, ".xxx.x.");
}

TEST(X86, WhatCannotBeStepped) {
  const auto steps = [](std::vector<uint8_t> code, const Processor &processor = x86_64) {
    return !processor.code->why_refused(code, false);
  };
  EXPECT_TRUE(steps({0x55}));
  EXPECT_FALSE(steps({}));
  EXPECT_FALSE(steps({0x0f, 0x05}));                         // syscall
  EXPECT_FALSE(steps({0xcd, 0x80}));                         // int $0x80
  EXPECT_FALSE(steps({0xf0, 0x48, 0x0f, 0xb1, 0x0f}));       // lock cmpxchg
  EXPECT_FALSE(steps({0x62, 0xe2, 0x7d, 0x28, 0x7a, 0xce})); // EVEX: vpbroadcastb
  EXPECT_FALSE(steps({0xcd, 0x80}, i386));
  EXPECT_TRUE(steps({0x60}, i386)); // pusha
  EXPECT_FALSE(steps({0x9c}));                               // pushf
  EXPECT_FALSE(steps({0x49, 0x90}));                         // xchg %rax,%r8
  EXPECT_TRUE(steps({0x48, 0x90}));                          // a nop all the same
  EXPECT_FALSE(steps({0xf3, 0xaa}));                         // rep stosb
  EXPECT_TRUE(steps({0xaa}));                                // stosb
  EXPECT_TRUE(steps({0xf3, 0xc3}));                          // repz ret
  EXPECT_FALSE(steps({0x0f, 0x0b}));                         // ud2
  EXPECT_FALSE(steps({0x66, 0x66, 0x48, 0xe8, 0, 0, 0, 0})); // data16 call
  EXPECT_TRUE(steps({0xe8, 0, 0, 0, 0}));                    // call
  EXPECT_FALSE(steps({0x8e, 0xd1}));                         // mov %ecx,%ss
  EXPECT_TRUE(steps({0x8e, 0xd9}));                          // mov %ecx,%ds
  EXPECT_FALSE(steps({0xc7, 0xf8, 0, 0, 0, 0}));             // xbegin
  EXPECT_FALSE(steps({0x8f, 0xe9, 0x78, 0xe1, 0xc1}));       // XOP: vphaddwd
  EXPECT_TRUE(steps({0x8f, 0x44, 0x24, 0xf0}));              // pop -16(%rsp)
  EXPECT_FALSE(steps({0xc5, 0xf8, 0x57, 0xc0}));             // vxorps
}

// Which the kernel may make a call: only where nothing lies below the stack pointer.
TEST(X86, NopsOfFiveBytesAreProbedAtEntryOnly) {
  for (const std::vector<uint8_t> &nop : {std::vector<uint8_t>{0x0f, 0x1f, 0x44, 0, 0},
                                          {0x66, 0x0f, 0x1f, 0x40, 0},
                                          {0x66, 0x66, 0x66, 0x66, 0x90},
                                          {0x48, 0x8d, 0x74, 0x26, 0}}) {
    EXPECT_TRUE(x86_64.code->why_refused(nop, false));
    EXPECT_FALSE(x86_64.code->why_refused(nop, true));
  }
  const std::vector<uint8_t> four = {0x0f, 0x1f, 0x40, 0}, lea = {0x48, 0x8d, 0x74, 0x26, 8};
  EXPECT_FALSE(x86_64.code->why_refused(four, false));
  EXPECT_FALSE(x86_64.code->why_refused(lea, false));
}

TEST(X86, WhatAFunctionReadsOfItselfIsNoCode) {
  // mov 1(%rip),%rax; ret; then what it reads, of which the first byte would be a nop
  const std::vector<uint8_t> code = {0x48, 0x8b, 0x05, 1, 0, 0, 0, 0xc3, 0x90, 0xc3};
  std::string marks;
  for (const Instruction &one : read(code, EM_X86_64))
    marks += one.refused ? 'x' : '.';
  EXPECT_EQ(marks, "..xx");
}
