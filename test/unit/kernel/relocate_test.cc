// Made-up objects through the part of the loader that needs no kernel.
#include "kernel/relocate.h"

#include <gtest/gtest.h>

#include <cstring>
#include <linux/bpf.h>

using namespace dtrace;

namespace {

using Kind = Relocation::Kind;

uint64_t encode(bpf_insn instruction) {
  uint64_t bits;
  memcpy(&bits, &instruction, sizeof bits);
  return bits;
}
bpf_insn decode(uint64_t bits) {
  bpf_insn instruction;
  memcpy(&instruction, &bits, sizeof bits);
  return instruction;
}

uint64_t load64(uint8_t to) {
  return encode(
      {.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = to, .src_reg = 0, .off = 0, .imm = 99});
}
uint64_t call() {
  return encode({.code = BPF_JMP | BPF_CALL, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = -1});
}
uint64_t leave() {
  return encode({.code = BPF_JMP | BPF_EXIT, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = 0});
}

ProgramImage program(std::vector<uint64_t> instructions, std::vector<Relocation> relocations) {
  return {.spec = {}, .main = {"main", std::move(instructions), std::move(relocations)}};
}

MapSpec map(const char *symbol, bool direct) {
  return {.symbol = symbol,
          .type = BPF_MAP_TYPE_ARRAY,
          .key_size = 4,
          .value_size = 8,
          .max_entries = 1,
          .direct = direct};
}

const bpf_insn at(const RelocatedProgram &relocated, size_t index) {
  return decode(relocated.instructions.at(index));
}

} // namespace

TEST(Relocate, Maps) {
  Object object;
  object.maps = {map("hash", false), map("dt_state", true)};
  object.programs.push_back(
      program({load64(1), 0, load64(2), 0, load64(3), 0, leave()},
              {{0, Kind::Map, 0}, {2, Kind::MapValue, 1, 24}, {4, Kind::Map, 1, 8}}));
  const auto relocated = relocate(object, object.programs[0], std::vector<int>{7, 8});
  ASSERT_TRUE(relocated);
  ASSERT_EQ(relocated->instructions.size(), 7u);
  EXPECT_EQ(at(*relocated, 0).src_reg, BPF_PSEUDO_MAP_FD);
  EXPECT_EQ(at(*relocated, 0).dst_reg, 1);
  EXPECT_EQ(at(*relocated, 0).imm, 7);
  EXPECT_EQ(at(*relocated, 1).imm, 0);
  EXPECT_EQ(at(*relocated, 2).src_reg, BPF_PSEUDO_MAP_VALUE);
  EXPECT_EQ(at(*relocated, 2).imm, 8);
  EXPECT_EQ(at(*relocated, 3).imm, 24);
  // `direct`: the symbol means the value whatever the relocation says.
  EXPECT_EQ(at(*relocated, 4).src_reg, BPF_PSEUDO_MAP_VALUE);
  EXPECT_EQ(at(*relocated, 5).imm, 8);
  EXPECT_EQ(relocated->instructions[6], leave());
  EXPECT_FALSE(relocated->takes_addresses);
}

TEST(Relocate, Calls) {
  Object object;
  object.subprograms = {{"unused", {leave()}, {}},
                        {"first", {call(), leave()}, {{0, Kind::Call, 2}}},
                        {"second", {load64(1), 0, leave()}, {{0, Kind::Map, 0}}}};
  object.maps = {map("hash", false)};
  object.programs.push_back(
      program({call(), call(), leave()}, {{0, Kind::Call, 1}, {1, Kind::Call, 1}}));
  const auto relocated = relocate(object, object.programs[0], std::vector<int>{7});
  ASSERT_TRUE(relocated);
  // main 0-2, first 3-4, second 5-7; `unused` is left out, nothing is there twice.
  ASSERT_EQ(relocated->instructions.size(), 8u);
  ASSERT_EQ(relocated->functions.size(), 3u);
  EXPECT_EQ(relocated->functions[1].start, 3u);
  EXPECT_EQ(relocated->functions[2].start, 5u);
  EXPECT_EQ(relocated->functions[2].function->name, "second");
  EXPECT_EQ(at(*relocated, 0).src_reg, BPF_PSEUDO_CALL);
  EXPECT_EQ(at(*relocated, 0).imm, 2);
  EXPECT_EQ(at(*relocated, 1).imm, 1);
  EXPECT_EQ(at(*relocated, 3).imm, 1);
  EXPECT_EQ(at(*relocated, 5).imm, 7);
}

TEST(Relocate, RecursionAndBackwardCalls) {
  Object object;
  object.subprograms = {{"even", {call(), leave()}, {{0, Kind::Call, 1}}},
                        {"odd", {call(), leave()}, {{0, Kind::Call, 0}}}};
  object.programs.push_back(program({call(), leave()}, {{0, Kind::Call, 0}}));
  const auto relocated = relocate(object, object.programs[0], {});
  ASSERT_TRUE(relocated);
  ASSERT_EQ(relocated->instructions.size(), 6u);
  EXPECT_EQ(at(*relocated, 2).imm, 1);
  EXPECT_EQ(at(*relocated, 4).imm, -3);
}

TEST(Relocate, Callbacks) {
  Object object;
  object.subprograms = {{"body", {leave()}, {}}};
  object.programs.push_back(program({leave(), load64(2), 0, leave()}, {{1, Kind::Function, 0}}));
  object.programs.push_back(program({leave()}, {}));
  const auto relocated = relocate(object, object.programs[0], {});
  ASSERT_TRUE(relocated);
  EXPECT_TRUE(relocated->takes_addresses);
  EXPECT_EQ(at(*relocated, 1).src_reg, BPF_PSEUDO_FUNC);
  EXPECT_EQ(at(*relocated, 1).imm, 2); // from instruction 2 to 4
  EXPECT_TRUE(takes_addresses(object));
  EXPECT_FALSE(relocate(object, object.programs[1], {})->takes_addresses);
  object.programs.erase(object.programs.begin());
  EXPECT_FALSE(takes_addresses(object));
  object.subprograms[0].relocations = {{0, Kind::Function, 0}};
  EXPECT_TRUE(takes_addresses(object));
}

TEST(Relocate, ContradictoryObjects) {
  Object object;
  object.maps = {map("hash", false)};
  object.subprograms = {{"body", {leave()}, {}}};
  const Relocation wrong[] = {
      {0, Kind::Map, 1},                              // no such map
      {0, Kind::Call, 0},                             // no call there
      {2, Kind::Map, 0},                              // no load there
      {3, Kind::Call, 1},                             // no such subprogram
      {0, Kind::Function, 1},      {4, Kind::Map, 0}, // the second half is missing
      {5, Kind::Map, 0},                              // behind the end
      {UINT32_MAX, Kind::Call, 0},
  };
  for (const Relocation &relocation : wrong) {
    const ProgramImage image = program({load64(1), 0, leave(), call(), load64(1)}, {relocation});
    EXPECT_FALSE(relocate(object, image, std::vector<int>{3})) << relocation.instruction;
  }
}

TEST(KernelName, IsAcceptable) {
  EXPECT_EQ(kernel_name("syscall_entry"), "syscall_entry");
  EXPECT_EQ(kernel_name("profile-997"), "profile_997");
  EXPECT_EQ(kernel_name("dt_array_0123456789"), "dt_array_012345");
  EXPECT_EQ(kernel_name(".rodata"), "_rodata");
  EXPECT_EQ(kernel_name(""), "");
}
