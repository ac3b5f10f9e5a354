// Stage: arch. Where functions of x86 are entered.
#include "arch/x86_code.h"
#include "arch/x86_form.h"

#include <algorithm>
#include <string_view>

namespace dtrace {

namespace {

constexpr uint8_t vex3 = 0xc4, vex2 = 0xc5, evex = 0x62;

// In 32-bit code the prefixes are other instructions' opcodes, too, with an operand in memory.
bool is_vector(std::span<const uint8_t> code, bool is_64_bit) {
  return code.size() > 1 && (code[0] == vex2 || code[0] == vex3 || code[0] == evex) &&
         (is_64_bit || code[1] >= 0xc0);
}

const char *why_refused(std::span<const uint8_t> code, bool is_64_bit, bool at_entry) {
  const auto form = read_x86_form(code, is_64_bit);
  return form ? why_refused_x86(*form, at_entry) : "it is not an instruction";
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

// Vector instructions change no argument that can be read.
uint64_t behind_vector_instructions(std::span<const uint8_t> code, bool is_64_bit) {
  const auto needs = [&](uint64_t at) {
    return at < code.size() && is_vector(code.subspan(at), is_64_bit) &&
           why_refused(code.subspan(at), is_64_bit, at == 0);
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

const char *why_refused_x86_64(std::span<const uint8_t> code, bool at_entry) {
  return why_refused(code, true, at_entry);
}

const char *why_refused_i386(std::span<const uint8_t> code, bool at_entry) {
  return why_refused(code, false, at_entry);
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
