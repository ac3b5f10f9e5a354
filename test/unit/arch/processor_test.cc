// The rows of each processor, whatever machine this is: stacks' registers, and what -G writes.
#include "arch/processor.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>

using namespace dtrace;

TEST(Processors, KnowTheRegistersOfFrames) {
  std::vector<uint64_t> words(34);
  std::iota(words.begin(), words.end(), 0); // each word its own number
  words[17] = 0x33;                         // cs of 64-bit code
  words[33] = 0;                            // pstate of it
  for (const Processor *one : {&x86_64, &aarch64}) {
    const FrameRules &rules = *one->frames;
    EXPECT_TRUE(rules.is_64_bit(words)) << one->name;
    EXPECT_FALSE(rules.is_64_bit(std::span(words).first(10))) << one->name; // cut short
    ASSERT_LE(rules.words.size(), size_t{dwarf_registers}) << one->name;
    EXPECT_EQ(rules.address_word, one->pc_word) << one->name;
    std::vector<uint8_t> sorted(rules.words.begin(), rules.words.end());
    std::ranges::sort(sorted);
    EXPECT_EQ(std::ranges::adjacent_find(sorted), sorted.end()) << one->name; // each once
  }
  EXPECT_EQ(x86_64.frames->words[x86_64.frames->stack_pointer], 19);   // struct pt_regs: sp
  EXPECT_EQ(x86_64.frames->words[x86_64.frames->frame_pointer], 4);    // bp
  EXPECT_EQ(aarch64.frames->words[aarch64.frames->stack_pointer], 31); // behind x30
  words[17] = 0x23;
  words[33] = 0x10;
  EXPECT_FALSE(x86_64.frames->is_64_bit(words));
  EXPECT_FALSE(aarch64.frames->is_64_bit(words));
  EXPECT_EQ(i386.frames, nullptr);
}

TEST(Processors, TellAnAddressFromItsSignature) {
  const uint64_t address = 0x0000aaaad4321058, is_signed = 0x002faaaad4321058;
  EXPECT_EQ(is_signed & aarch64.frames->address_bits, address);
  EXPECT_EQ(is_signed & x86_64.frames->address_bits, is_signed);
}

TEST(Processors, AreFoundByTheirCompiler) {
  EXPECT_EQ(processor_of_compiler("/usr/bin/aarch64-linux-gnu-gcc -O2"), &aarch64);
  EXPECT_EQ(processor_of_compiler("x86_64-linux-gnu-gcc"), &x86_64);
  EXPECT_EQ(processor_of_compiler("gcc -O2"), nullptr);
  EXPECT_EQ(own_processor().elf_class, 2); // ELFCLASS64
  EXPECT_EQ(own_processor_32().elf_class, 1);
}

TEST(Processors, PlaceTheProbeOfAFunctionOnAnInstruction) {
  for (const Processor *one : processors()) {
    if (!one->probes.makes_functions())
      continue;
    const auto instructions = one->code->read(one->probes.probe);
    const auto at =
        std::ranges::find(instructions, one->probes.probe_offset, &Instruction::offset);
    ASSERT_NE(at, instructions.end()) << one->name;
    EXPECT_TRUE(instructions.back().is_return) << one->name;
    EXPECT_TRUE(one->code->read(one->probes.load).back().is_return) << one->name;
  }
}
