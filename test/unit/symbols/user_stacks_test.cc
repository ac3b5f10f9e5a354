// Unwinding from copies of this process's own stack: what was called is found, what is damaged or cut
// off ends the stack and nothing else.
#include "symbols/frame_state.h"
#include "symbols/symbols.h"

#include <algorithm>
#include <dwarf.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <random>
#include <ucontext.h>
#include <unistd.h>

namespace dtrace {
namespace {

#if defined(__x86_64__)
struct Copied {
  std::vector<uint64_t> registers = std::vector<uint64_t>(34);
  uint64_t start = 0;
  std::vector<std::byte> bytes{};
  StackCopy view() const { return {getpid(), registers, start, bytes}; }
};

// Above it lies nothing: the kernel puts it anywhere.
uint64_t end_of_stack() {
  pthread_attr_t attributes;
  void *lowest = nullptr;
  size_t size = 0;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uint64_t>(lowest) + size;
}

// A stack is read across its frames on purpose, which is what the sanitizers look for.
[[gnu::no_sanitize_address]] void copy_bytes(std::vector<std::byte> &to, uint64_t from) {
  for (size_t i = 0; i < to.size(); i++)
    to[i] = reinterpret_cast<const volatile std::byte *>(from)[i];
}

// struct pt_regs: r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs flags sp.
[[gnu::noinline]] Copied copy_of_here(size_t size) {
  ucontext_t context;
  getcontext(&context);
  const auto &from = context.uc_mcontext.gregs;
  Copied copied;
  const std::pair<size_t, int> words[] = {{0, REG_R15}, {1, REG_R14}, {2, REG_R13}, {3, REG_R12},
                                          {4, REG_RBP}, {5, REG_RBX}, {16, REG_RIP}, {19, REG_RSP}};
  for (const auto &[word, number] : words)
    copied.registers[word] = from[number];
  copied.registers[17] = 0x33;
  copied.start = from[REG_RSP] & ~uint64_t{511};
  copied.bytes.resize(std::min<uint64_t>(size, end_of_stack() - copied.start));
  copy_bytes(copied.bytes, copied.start);
  return copied;
}
[[gnu::noinline]] Copied inner(size_t size) {
  Copied copied = copy_of_here(size);
  asm volatile("" ::: "memory");
  return copied;
}
[[gnu::noinline]] Copied outer(size_t size) {
  volatile char room[256];
  room[size % 256] = 1;
  Copied copied = inner(size);
  copied.registers[33] += room[size % 256];
  return copied;
}

std::vector<std::string> names_of(UserSymbols &symbols, std::span<const StackFrame> frames) {
  std::vector<std::string> names;
  for (const auto &[address, is_call] : frames)
    if (const auto found = symbols.resolve(getpid(), address)) {
      const std::string name = demangle(found->symbol);
      names.push_back(name.substr(0, name.find("(unsigned")));
    }
  return names;
}

TEST(UserStacks, OfThisProcess) {
  UserSymbols symbols;
  const Copied copied = outer(8192);
  for (const Unwinding how : {Unwinding::Dwarf, Unwinding::Auto}) {
    const auto names = names_of(symbols, symbols.unwind(copied.view(), how, 100));
    ASSERT_GT(names.size(), 3u);
    EXPECT_NE(names[0].find("copy_of_here"), std::string::npos) << names[0];
    EXPECT_NE(names[1].find("inner"), std::string::npos) << names[1];
    EXPECT_NE(names[2].find("outer"), std::string::npos) << names[2];
    EXPECT_NE(names[3].find("OfThisProcess"), std::string::npos) << names[3];
  }
  EXPECT_EQ(symbols.unwind(copied.view(), Unwinding::Dwarf, 2).size(), 2u);
}

TEST(UserStacks, CutOff) {
  UserSymbols symbols;
  Copied copied = outer(8192);
  size_t least = symbols.unwind(copied.view(), Unwinding::Dwarf, 100).size();
  for (const size_t size : {4096, 1024, 512, 8, 0}) {
    copied.bytes.resize(size);
    const size_t frames = symbols.unwind(copied.view(), Unwinding::Auto, 100).size();
    EXPECT_GE(frames, 1u);
    EXPECT_LE(frames, least);
    least = frames;
  }
  copied.registers[17] = 0x23; // 32-bit code
  EXPECT_TRUE(symbols.unwind(copied.view(), Unwinding::Auto, 100).empty());
}

TEST(UserStacks, Damaged) {
  UserSymbols symbols;
  const Copied whole = outer(4096);
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; i++) {
    Copied copied = whole;
    for (int j = 0; j < 20; j++)
      copied.bytes[random() % copied.bytes.size()] = static_cast<std::byte>(random());
    if (i % 4 == 0)
      copied.registers[random() % 20] = random();
    EXPECT_LE(symbols.unwind(copied.view(), Unwinding::Auto, 50).size(), 50u);
  }
}

TEST(FrameExpression, Operations) {
  std::vector<uint64_t> words = {7, 0x1008, 9};
  const StackCopy copy{getpid(), {}, 0x1000, std::as_bytes(std::span(words))};
  FrameState frame;
  const unsigned stack_pointer = frame_rules().stack_pointer;
  frame.registers[stack_pointer] = 0x1000;
  const FrameExpression expression{copy, frame, 0x1010};
  using Operations = std::vector<Dwarf_Op>;
  const auto op = [](unsigned atom, uint64_t number = 0, uint64_t second = 0) {
    return Dwarf_Op{static_cast<uint8_t>(atom), number, second, 0};
  };
  EXPECT_EQ(expression.value(Operations{op(DW_OP_bregx, stack_pointer, 8)}), 0x1008u);
  EXPECT_EQ(expression.content(Operations{op(DW_OP_call_frame_cfa), op(DW_OP_plus_uconst, -16)}), 7u);
  EXPECT_EQ(expression.content(Operations{op(DW_OP_call_frame_cfa), op(DW_OP_plus_uconst, 8),
                                          op(DW_OP_stack_value)}),
            0x1018u);
  EXPECT_EQ(expression.value(Operations{op(DW_OP_addr, 0x1008), op(DW_OP_deref), op(DW_OP_deref)}),
            0x1008u);
  EXPECT_EQ(expression.value(Operations{op(DW_OP_lit0 + 9), op(DW_OP_lit0 + 4), op(DW_OP_ge),
                                        op(DW_OP_lit0 + 3), op(DW_OP_shl)}),
            8u);
  EXPECT_EQ(expression.value(Operations{op(DW_OP_plus)}), std::nullopt);
  EXPECT_EQ(expression.value(Operations{op(DW_OP_breg0, 0)}), std::nullopt); // not known
  EXPECT_EQ(expression.content(Operations{op(DW_OP_addr, 0x2000)}), std::nullopt);
  EXPECT_EQ(expression.value(Operations{op(DW_OP_call_ref)}), std::nullopt);
}
#endif

} // namespace
} // namespace dtrace
