// Where instructions begin, and which of them leave a function.
#include "symbols/instructions.h"

#include <elf.h>
#include <gtest/gtest.h>

using namespace dtrace;

namespace {

std::vector<uint32_t> sizes(std::vector<uint8_t> code, unsigned machine = EM_X86_64) {
  std::vector<uint32_t> sizes;
  const auto instructions = read_instructions(code, machine).value();
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
  const auto instructions = read_instructions(code, EM_X86_64).value();
  ASSERT_EQ(instructions.size(), 5u);
  std::string kinds;
  for (const Instruction &one : instructions)
    kinds += one.is_return ? 'r' : one.is_jump_out ? 'j' : '-';
  EXPECT_EQ(kinds, "rr-jj");
}

TEST(Instructions, EndAtWhatIsNone) {
  EXPECT_EQ(sizes({0x90, 0x06, 0x90}), (Sizes{1, 1, 1}));
  EXPECT_EQ(sizes({0x90, 0xe8, 0x01}), (Sizes{1})); // cut short
  EXPECT_FALSE(read_instructions({}, EM_PPC64));
}

TEST(Instructions, AArch64) {
  const std::vector<uint8_t> code = {0xfd, 0x7b, 0xbf, 0xa9, 0xc0, 0x03, 0x5f, 0xd6};
  const auto instructions = read_instructions(code, EM_AARCH64).value();
  ASSERT_EQ(instructions.size(), 2u);
  EXPECT_FALSE(instructions[0].is_return);
  EXPECT_TRUE(instructions[1].is_return);
}
