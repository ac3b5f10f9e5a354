// Stage: arch. Which x86 instructions the kernel can run out of line, and where a function is entered.
#include "arch/x86_code.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dtrace {

namespace {

// arch/x86/kernel/uprobes.c: is_prefix_bad(): segments (but fs and gs) and lock.
constexpr std::array<uint8_t, 5> refused_prefixes = {0x26, 0x2e, 0x36, 0x3e, 0xf0};
constexpr std::array<uint8_t, 6> prefixes = {0x64, 0x65, 0x66, 0x67, 0xf2, 0xf3};
// The same: those of good_insns_64 that are missing. Opcodes behind a VEX prefix are looked up
// there as well, which they should not be.
constexpr std::array<uint8_t, 44> refused = {
    0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x62, 0x6c,
    0x6d, 0x6e, 0x6f, 0x82, 0x9a, 0xcc, 0xcd, 0xce, 0xcf, 0xd4, 0xd5, 0xd6, 0xe4, 0xe5, 0xe6,
    0xe7, 0xea, 0xec, 0xed, 0xee, 0xef, 0xf1, 0xf4, 0xfa, 0xfb, 0xf0, 0x26, 0x2e, 0x36};
template <size_t n> constexpr bool among(const std::array<uint8_t, n> &all, uint8_t byte) {
  return std::ranges::find(all, byte) != all.end();
}

constexpr uint8_t vex3 = 0xc4, vex2 = 0xc5, evex = 0x62;
constexpr uint8_t escape = 0x0f;

// Opcodes that the kernel takes for others when they stand behind a VEX prefix, and would run as
// such: push (vxorps), jcc (vpcmpeqb), call and jmp (vpor), nop, ret (vcmpps), popf.
constexpr bool is_misread_behind_vex(uint8_t opcode) {
  constexpr std::array<uint8_t, 10> others = {0x90, 0x9d, 0xc2, 0xc3, 0xca,
                                              0xcb, 0xe8, 0xe9, 0xeb, 0xff};
  return (opcode & 0xf8) == 0x50 || (opcode & 0xf0) == 0x70 ||
         among(others, opcode);
}

// The thread comes back from the kernel as if it had not been stepped, and is sent astray (seen with
// Linux 6.18): syscall, sysret, sysenter, sysexit; int.
bool is_system_call(std::span<const uint8_t> code) {
  constexpr std::array<uint8_t, 4> behind_escape = {0x05, 0x07, 0x34, 0x35};
  constexpr uint8_t interrupt = 0xcd;
  return !code.empty() && (code[0] == interrupt || (code[0] == escape && code.size() > 1 &&
                                                    among(behind_escape, code[1])));
}

// In 32-bit code the prefixes are other instructions' opcodes, too, with an operand in memory.
bool is_vector(std::span<const uint8_t> code, bool is_64_bit) {
  return code.size() > 1 && (code[0] == vex2 || code[0] == vex3 || code[0] == evex) &&
         (is_64_bit || code[1] >= 0xc0);
}

// Instructions with an EVEX prefix (0x62, among the refused) are not refused by the kernel, but get
// wrong operands when they are stepped (seen with Linux 6.18: vpbroadcastb %esi,%ymm17).
bool can_be_stepped_x86(std::span<const uint8_t> code) {
  size_t at = 0;
  bool is_behind_vex = false;
  for (; at < code.size(); at++) {
    if (among(refused_prefixes, code[at]))
      return false;
    if (!among(prefixes, code[at]))
      break;
  }
  if (at >= code.size())
    return false;
  if (code[at] == escape)
    return !is_system_call(code.subspan(at));
  if (code[at] == vex2 || code[at] == vex3) {
    at += code[at] == vex2 ? 2 : 3;
    is_behind_vex = true;
  }
  return at < code.size() && !among(refused, code[at]) &&
         !(is_behind_vex && is_misread_behind_vex(code[at]));
}

// Go's functions begin with a check of their stack (cmd/internal/obj/x86/obj6.go, stacksplit); one
// that is too small is moved, and the function begins again. 0: this one has none.
uint64_t behind_stack_check(std::span<const uint8_t> code) {
  constexpr std::string_view whole[] = {"\x49\x3b\x66\x10", // cmp 0x10(%r14),%rsp
                                        "\x4d\x3b\x66\x10", // cmp 0x10(%r14),%r12
                                        "\x49\x89\xe4"};    // mov %rsp,%r12
  constexpr std::string_view with_byte[] = {"\x4c\x8d\x64\x24", "\x72", "\x76"};  // lea, jb, jbe
  constexpr std::string_view with_word[] = {std::string_view("\x4c\x8d\xa4\x24"), // lea
                                            "\x49\x81\xec",                       // sub $,%r12
                                            "\x0f\x82", "\x0f\x86"};              // jb, jbe
  const std::string_view text(reinterpret_cast<const char *>(code.data()), code.size());
  const auto length = [&](size_t at, std::span<const std::string_view> forms, size_t operand) {
    for (const std::string_view form : forms)
      if (text.substr(at).starts_with(form))
        return form.size() + operand;
    return size_t{0};
  };
  bool compares = false;
  for (size_t at = 0; at < text.size();) {
    const size_t plain = length(at, whole, 0);
    const size_t size = std::max({plain, length(at, with_byte, 1), length(at, with_word, 4)});
    if (!size)
      return 0;
    at += size;
    if (compares)
      return at < text.size() && (text[at - size] == '\x76' || text[at - size] == '\x0f') ? at : 0;
    compares = plain == 4;
  }
  return 0;
}

bool can_be_stepped(std::span<const uint8_t> code, bool is_64_bit) {
  if (is_64_bit || is_vector(code, false))
    return can_be_stepped_x86(code);
  return !code.empty() && !is_system_call(code);
}

// Vector instructions change no argument that can be read.
uint64_t behind_vector_instructions(std::span<const uint8_t> code, bool is_64_bit) {
  const auto needs = [&](uint64_t at) {
    return at < code.size() && is_vector(code.subspan(at), is_64_bit) &&
           !can_be_stepped(code.subspan(at), is_64_bit);
  };
  uint64_t at = 0;
  if (!needs(at))
    return at;
  for (const Instruction &one : is_64_bit ? read_x86_64(code) : read_i386(code))
    if (one.offset == at && needs(at))
      at += one.size;
  return at < code.size() && !needs(at) ? at : 0;
}

} // namespace

bool can_be_stepped_x86_64(std::span<const uint8_t> code) {
  return can_be_stepped(code, true);
}

bool can_be_stepped_i386(std::span<const uint8_t> code) {
  return can_be_stepped(code, false);
}

// A push behind endbr64 is cheaper to probe: it need not be single-stepped.
uint64_t entry_offset_x86_64(std::span<const uint8_t> code, bool is_go) {
  constexpr uint8_t endbr64[] = {0xf3, 0x0f, 0x1e, 0xfa};
  constexpr uint8_t push_first = 0x50, push_last = 0x57, high_register = 0x41;
  constexpr size_t longest_stack_check = 40;
  if (is_go)
    return behind_stack_check(code.first(std::min(code.size(), longest_stack_check)));
  if (code.size() < sizeof endbr64 + 2 || !std::equal(endbr64, std::end(endbr64), code.begin()))
    return behind_vector_instructions(code, true);
  const bool high = code[sizeof endbr64] == high_register;
  const uint8_t operation = code[sizeof endbr64 + high];
  return operation >= push_first && operation <= push_last ? sizeof endbr64 : 0;
}

uint64_t entry_offset_i386(std::span<const uint8_t> code, bool) {
  return behind_vector_instructions(code, false);
}

} // namespace dtrace
