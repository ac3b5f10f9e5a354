// The printf engine: the reference programs, the C library on random conversions, and what C lacks.
#include <dtrace/abi/stack.h>

#include <gtest/gtest.h>

#include "session.h"

#include <random>

namespace dtrace::test {
namespace {

struct Value {
  Field field;
  int64_t number = 0;
  std::string text{};
};
Value number(int64_t value, uint32_t size = 4, bool is_signed = true) {
  return {integer(size, is_signed), value};
}
Value string(std::string value, uint32_t size = 32) {
  return {text(size), 0, value};
}

// One printf() of a quiet BEGIN.
std::string print(std::string_view format, const std::vector<Value> &values) {
  Session s;
  s.quiet();
  ClauseRecord &c = s.clause();
  std::vector<Field> fields;
  for (const Value &value : values)
    fields.push_back(value.field);
  s.print(c, ActionKind::Printf, format, fields);
  Sample r(s, c, 1);
  for (size_t i = 0; i < values.size(); i++) {
    const Field &field = c.actions[0].fields[i];
    if (field.is_constant)
      continue;
    if (values[i].text.empty())
      r.put(field, values[i].number);
    else
      r.put(field, values[i].text);
  }
  s.take(r);
  return s.finish();
}

TEST(Printf, ReferenceIntegers) {
  const Value v = number(42);
  EXPECT_EQ(print("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", {v, v, v, v, v, v}),
            "[42] [   42] [42   ] [00042] [+42] [ 42]\n");
  EXPECT_EQ(
      print("[%x] [%X] [%#x] [%o] [%#o] [%u]\n",
            {number(255), number(255), number(255), number(8), number(8), number(-1, 4, false)}),
      "[ff] [FF] [0xff] [10] [010] [4294967295]\n");
  EXPECT_EQ(print("[%i] [%hd] [%d] [%ld] [%lld]\n",
                  {number(-1), number(-2, 2), number(-3, 1), number(-4, 8), number(-5, 8)}),
            "[-1] [-2] [-3] [-4] [-5]\n");
  EXPECT_EQ(print("[%*d] [%-*d] [%.3d] [%8.3d]\n",
                  {number(6), number(7), number(6), number(7), number(7), number(7)}),
            "[     7] [7     ] [007] [     007]\n");
  EXPECT_EQ(print("[%c] [%c]\n100%%\n", {number(65), number('z')}), "[A] [z]\n100%\n");
}

TEST(Printf, ReferenceStrings) {
  const Value hello = string("hello");
  EXPECT_EQ(print("[%s] [%10s] [%-10s] [%.2s] [%10.2s]\n", {hello, hello, hello, hello, hello}),
            "[hello] [     hello] [hello     ] [he] [        he]\n");
  EXPECT_EQ(print("[%S]\n", {string("tab\tnewline\nend", 16)}), "[tab\\tnewline\\nend\\0]\n");
  EXPECT_EQ(print("[%s]\n", {string("")}), "[]\n");
}

TEST(Printf, ReferencePointersAndDates) {
  setenv("TZ", "UTC", 1);
  tzset();
  EXPECT_EQ(print("%p %p\n", {number(0, 8, false), number(0xffff8880, 8, false)}), "0 ffff8880\n");
  EXPECT_EQ(print("%Y\n", {number(0, 8)}), "1970 Jan  1 00:00:00\n");
  EXPECT_EQ(print("[%22Y] [%-22Y]", {number(1700000000000000000, 8), number(-1, 8)}),
            "[  2023 Nov 14 22:13:20] [1969 Dec 31 23:59:59  ]");
  EXPECT_EQ(print("%T", {number(1000000000, 8)}), "Thu, 01 Jan 1970 00:00:01 UTC");
}

TEST(Printf, EscapesAsCDoes) {
  EXPECT_EQ(print("%S", {string("a\"\\\a\b\f\r\v\x01\xff")}),
            "a\\\"\\\\\\a\\b\\f\\r\\v\\001\\377\\0");
  EXPECT_EQ(print("%S", {string("full", 4)}), "full"); // no NUL to show
  EXPECT_EQ(print("%C%C", {number('\n'), number('x')}), "\\nx");
}

TEST(Printf, WideCharacters) {
  const std::u32string wide = U"aäह😀";
  std::string raw(reinterpret_cast<const char *>(wide.data()), wide.size() * 4);
  EXPECT_EQ(print("[%ws] [%.2ws]", {{bytes(24), 0, raw}, {bytes(24), 0, raw}}), "[aäह😀] [aä]");
  EXPECT_EQ(print("%wc%wc", {number(0x20ac), number('x')}), "€x");
}

TEST(Printf, Grouping) {
  EXPECT_EQ(print("%'d %'d %'d %'12u",
                  {number(-1234567), number(999), number(1000), number(1234567890, 8, false)}),
            "-1,234,567 999 1,000 1,234,567,890");
}

TEST(Printf, SignIsThatOfTheType) {
  EXPECT_EQ(print("%d %i %u %x",
                  {number(-1, 4, false), number(-1, 8, false), number(-1, 2), number(-1, 1)}),
            "4294967295 18446744073709551615 65535 ff");
  EXPECT_EQ(print("%hhd %hx", {number(0x1ff), number(0x12345)}), "-1 2345");
}

TEST(Printf, NegativeStarIsLeft) {
  EXPECT_EQ(print("[%*s] [%.*d] [%.*s]",
                  {number(-4), string("a"), number(-1), number(5), number(1), string("xyz")}),
            "[a   ] [5] [x]");
}

TEST(Printf, Constants) {
  Field greeting = text(3);
  greeting.is_constant = true;
  greeting.text = "hi";
  EXPECT_EQ(print("%s %d %5x|", {{greeting}, {constant(-5)}, {constant(255)}}), "hi -5    ff|");
}

TEST(Printf, Interned) {
  Session s;
  s.quiet();
  s.manifest.strings = {"", "read", "write"};
  ClauseRecord &c = s.clause();
  s.print(c, ActionKind::Printf, "%s %8s|", {interned(), interned()});
  s.take(Sample(s, c, 1).put(c.actions[0].fields[0], 2).put(c.actions[0].fields[1], 1));
  EXPECT_EQ(s.finish(), "write     read|");
}

TEST(Printf, Addresses) {
  Field kernel{.kind = FieldKind::KernelAddress, .size = 8};
  Field user{.kind = FieldKind::UserAddress, .size = 16};
  Field module = kernel;
  module.form = AddressForm::Module;
  const uint64_t in_libc[] = {7, 9};
  const std::string pair(reinterpret_cast<const char *>(in_libc), sizeof in_libc);
  EXPECT_EQ(print("%a %a [%-10a] %A", {{kernel, 0xffff1046},
                                       number(0xffff0000, 8, false),
                                       {module, 0xffff1046},
                                       {user, 0, pair}}),
            "vmlinux`do_syscall_64+0x46 vmlinux`entry [vmlinux   ] libc.so.6`getppid+0x9");
  EXPECT_EQ(print("%A", {number(0x1234, 8, false)}), "0x1234");
}

TEST(Printf, Stacks) {
  const uint64_t frames[] = {0xffff11fa, 0xffff0076, 0};
  const std::string raw(reinterpret_cast<const char *>(frames), sizeof frames);
  const Field stack{.kind = FieldKind::Stack, .size = 24};
  EXPECT_EQ(print("at%kend", {{stack, 0, raw}}),
            "at\nvmlinux`do_syscall_64+0x1fa\nvmlinux`entry+0x76\nend");
  EXPECT_EQ(print("%-2k", {{stack, 0, raw}}),
            "\n  vmlinux`do_syscall_64+0x1fa\n  vmlinux`entry+0x76\n");
}

TEST(Printf, StacksAreAsDeepAsAskedForAfterTheFramesOfTracing) {
  const uint64_t frames[] = {DT_NO_FRAME, DT_NO_FRAME, 0xffff11fa, 0xffff0076};
  const std::string raw(reinterpret_cast<const char *>(frames), sizeof frames);
  const Field one{.kind = FieldKind::Stack, .size = 32, .frames = 1};
  EXPECT_EQ(print("%k", {{one, 0, raw}}), "\nvmlinux`do_syscall_64+0x1fa\n");
  const Field four{.kind = FieldKind::Stack, .size = 32, .frames = 4};
  EXPECT_EQ(print("%k", {{four, 0, raw}}), "\nvmlinux`do_syscall_64+0x1fa\nvmlinux`entry+0x76\n");
}

TEST(Printf, UserStackNamesItsObjects) {
  const uint64_t frames[] = {7, 9, 0x18};
  const std::string raw(reinterpret_cast<const char *>(frames), sizeof frames);
  EXPECT_EQ(print("%k", {{{.kind = FieldKind::UserStack, .size = 24}, 0, raw}}),
            "\nlibc.so.6`getppid+0x9\nlibc.so.6`getppid+0x18\n");
}

TEST(Printf, Floats) {
  const double value = -3.25;
  const float single = 0.5f;
  const std::string wide(reinterpret_cast<const char *>(&value), sizeof value);
  const std::string narrow(reinterpret_cast<const char *>(&single), sizeof single);
  EXPECT_EQ(print("[%f] [%8.2f] [%-8.1e] [%g] [%+G]", {{bytes(8), 0, wide},
                                                       {bytes(8), 0, wide},
                                                       {bytes(8), 0, wide},
                                                       {bytes(8), 0, wide},
                                                       {bytes(4), 0, narrow}}),
            "[-3.250000] [   -3.25] [-3.2e+00] [-3.25] [+0.5]");
}

// Every combination of flags, widths and precisions, on values of every size, against C.
TEST(Printf, AgreesWithTheCLibrary) {
  std::mt19937_64 random(1);
  const auto pick = [&](uint64_t n) { return random() % n; };
  for (int i = 0; i < 20000; i++) {
    const uint32_t size = 1u << pick(4);
    const char letter = "diuxXo"[pick(6)];
    const bool is_signed = letter == 'd' || letter == 'i';
    std::string flags;
    for (const char flag : {'-', '+', ' ', '#', '0'})
      if (pick(3) == 0 && (flag != '#' || !is_signed) &&
          (is_signed || (flag != '+' && flag != ' ')))
        flags += flag;
    if (letter == 'u')
      std::erase(flags, '#');
    std::string shape = "%" + flags;
    if (pick(2))
      shape += std::to_string(1 + pick(30));
    if (pick(3) == 0)
      shape += "." + std::to_string(pick(25));
    const uint64_t raw = pick(8) == 0 ? 0 : random() >> pick(64);
    const uint32_t shift = 64 - 8 * size;
    const int64_t value = is_signed ? static_cast<int64_t>(raw << shift) >> shift
                                    : static_cast<int64_t>(raw << shift >> shift);
    char expected[128];
    snprintf(expected, sizeof expected, (shape + "ll" + letter).c_str(),
             static_cast<long long>(value));
    ASSERT_EQ(print(shape + letter, {number(value, size, is_signed)}), expected)
        << shape << letter << " of " << value << " in " << size;
  }
}

TEST(Printf, TheFastPathsAgreeWithTheCLibrary) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 5000; i++) {
    const auto value = static_cast<int64_t>(random() >> random() % 64);
    const int64_t negative = -value;
    char expected[128];
    snprintf(expected, sizeof expected, "%ld %ld %lu %lx", static_cast<long>(value),
             static_cast<long>(negative), static_cast<unsigned long>(negative),
             static_cast<unsigned long>(value));
    ASSERT_EQ(print("%d %d %u %x",
                    {number(value, 8), number(negative, 8), number(negative, 8), number(value, 8)}),
              expected);
  }
}

} // namespace
} // namespace dtrace::test
