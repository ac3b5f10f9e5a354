// Stage: arch. Lengths of x86 instructions (Intel SDM volume 2, chapter 2 and appendix A), in which
// only what follows the opcode matters.
#include "arch/x86_code.h"

#include "arch/x86_form.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace dtrace {

namespace {

// What follows an opcode, a letter each:
//   .  nothing        m  ModRM           b  8 bits         w  16 bits       z  32 bits, 16 with 0x66
//   M  ModRM, 8 bits  Z  ModRM, 32 or 16 t  ModRM, with 8 bits in group 3 when it is a test
//   T  the same with 32 or 16 bits       v  as z, 64 bits with REX.W        j  32 bits always
//   a  an address     e  24 bits         f  a far address  x  no instruction, or one handled before
constexpr std::string_view one_byte = "mmmmbz..mmmmbzx." // 00; 0f is the escape
                                      "mmmmbz..mmmmbz.." // 10
                                      "mmmmbz..mmmmbz.." // 20
                                      "mmmmbz..mmmmbz.." // 30
                                      "................" // 40
                                      "................" // 50
                                      "..mm....zZbM...." // 60
                                      "bbbbbbbbbbbbbbbb" // 70
                                      "MZMMmmmmmmmmmmmm" // 80
                                      "..........f....." // 90
                                      "aaaa....bz......" // a0
                                      "bbbbbbbbvvvvvvvv" // b0
                                      "MMw.mmMZe.w..b.." // c0
                                      "mmmmbb..mmmmmmmm" // d0
                                      "bbbbbbbbjjfb...." // e0
                                      "x.xx..tT......mm"; // f0
constexpr std::string_view two_bytes = "mmmmx.....x.xm.M" // 00
                                       "mmmmmmmmmmmmmmmm" // 10
                                       "mmmmxxxxmmmmmmmm" // 20
                                       "........xxxxxxxx" // 30; 38 and 3a are further escapes
                                       "mmmmmmmmmmmmmmmm" // 40
                                       "mmmmmmmmmmmmmmmm" // 50
                                       "mmmmmmmmmmmmmmmm" // 60
                                       "MMMMmmm.mmmmmmmm" // 70
                                       "jjjjjjjjjjjjjjjj" // 80
                                       "mmmmmmmmmmmmmmmm" // 90
                                       "...mMmxx...mMmmm" // a0
                                       "mmmmmmmmmmMmmmmm" // b0
                                       "mmMmMMMm........" // c0
                                       "mmmmmmmmmmmmmmmm" // d0
                                       "mmmmmmmmmmmmmmmm" // e0
                                       "mmmmmmmmmmmmmmmm"; // f0
static_assert(one_byte.size() == 256 && two_bytes.size() == 256);

class X86Reader {
public:
  X86Reader(std::span<const uint8_t> code, bool is_64_bit) : code_(code) {
    form_.is_64_bit = is_64_bit;
  }

  std::optional<X86Form> read() {
    read_prefixes();
    const char operands = read_opcode();
    if (!valid_ || !read_operands(operands) || at_ > code_.size())
      return std::nullopt;
    form_.size = static_cast<uint32_t>(at_);
    return form_;
  }

private:
  uint8_t next() { return at_ < code_.size() ? code_[at_++] : (valid_ = false, uint8_t{0}); }
  uint8_t peek() const { return at_ < code_.size() ? code_[at_] : uint8_t{0}; }

  void read_prefixes() {
    constexpr std::string_view repetitions = "\xf2\xf3", segments = "\x26\x2e\x36\x3e",
                               others = "\x66\x67\xf0\x64\x65";
    for (; at_ < code_.size(); at_++) {
      const char prefix = static_cast<char>(code_[at_]);
      form_.has_66 |= prefix == '\x66';
      form_.has_67 |= prefix == '\x67';
      form_.has_lock |= prefix == '\xf0';
      form_.has_rep |= repetitions.contains(prefix);
      form_.has_segment |= segments.contains(prefix);
      if (!repetitions.contains(prefix) && !segments.contains(prefix) && !others.contains(prefix))
        break;
    }
    if (form_.is_64_bit && (peek() & 0xf0) == 0x40)
      form_.rex = next();
  }

  // Returns what follows it.
  char read_opcode() {
    const uint8_t first = next();
    const bool may_be_vector = form_.is_64_bit || peek() >= 0xc0;
    if (may_be_vector && (first == 0xc4 || first == 0xc5 || first == 0x62))
      return read_vector_opcode(first);
    if (first == 0x8f && (peek() & 0x1f) >= 8)
      return read_xop_opcode();
    form_.opcode = first;
    if (first != 0x0f)
      return one_byte[first];
    form_.map = X86Form::TwoBytes;
    form_.opcode = next();
    if (form_.opcode != 0x38 && form_.opcode != 0x3a)
      return two_bytes[form_.opcode];
    form_.map = form_.opcode == 0x38 ? X86Form::Map38 : X86Form::Map3a;
    form_.opcode = next();
    return form_.map == X86Form::Map38 ? 'm' : 'M';
  }

  // VEX and EVEX prefixes name the map.
  char read_vector_opcode(uint8_t prefix) {
    form_.encoding = prefix == 0x62 ? X86Form::Evex : X86Form::Vex;
    const uint8_t named = next();
    const unsigned map = prefix == 0xc5 ? 1 : named & (prefix == 0xc4 ? 0x1f : 0x07);
    for (int rest = prefix == 0xc5 ? 0 : prefix == 0xc4 ? 1 : 2; rest > 0; rest--)
      next();
    form_.opcode = next();
    form_.map = map == 1 ? X86Form::TwoBytes : map == 3 ? X86Form::Map3a : X86Form::Map38;
    constexpr uint8_t zero_registers = 0x77; // vzeroupper, vzeroall: no operands
    if (form_.map == X86Form::TwoBytes)
      return form_.opcode == zero_registers      ? '.'
             : two_bytes[form_.opcode] == 'j' ? 'm'
                                              : two_bytes[form_.opcode];
    return form_.map == X86Form::Map3a ? 'M' : 'm';
  }

  // AMD64 Architecture Programmer's Manual, volume 6: maps 8, 9 and 10.
  char read_xop_opcode() {
    form_.encoding = X86Form::Xop;
    const unsigned map = next() & 0x1f;
    next();
    form_.opcode = next();
    return map == 8 ? 'M' : map == 9 ? 'm' : 'Z';
  }

  uint64_t half() const { return form_.has_66 && !form_.is_wide() ? 2 : 4; }

  bool read_operands(char operands) {
    constexpr std::string_view with_address = "mMZtT";
    if (with_address.contains(operands))
      read_address();
    switch (operands) {
    case 'b':
    case 'M':
      at_ += 1;
      break;
    case 'w':
      at_ += 2;
      break;
    case 'e':
      at_ += 3;
      break;
    case 'z':
    case 'Z':
      at_ += half();
      break;
    case 'j':
      at_ += form_.is_64_bit ? 4 : half();
      break;
    case 'v':
      at_ += form_.is_wide() ? 8 : half();
      break;
    case 'a':
      at_ += form_.is_64_bit != form_.has_67 ? (form_.is_64_bit ? 8 : 2) : 4;
      break;
    case 'f':
      at_ += form_.is_64_bit ? 0 : half() + 2;
      return !form_.is_64_bit;
    case 't':
      at_ += form_.group() < 2 ? 1 : 0;
      break;
    case 'T':
      at_ += form_.group() < 2 ? half() : 0;
      break;
    case 'x':
      return false;
    }
    return valid_;
  }

  // ModRM, and what it calls for.
  void read_address() {
    form_.modrm = next();
    const uint8_t mode = form_.modrm >> 6, base = form_.modrm & 7;
    if (mode == 3)
      return;
    if (!form_.is_64_bit && form_.has_67)
      return read_displacement(mode == 1 ? 1 : mode == 2 || base == 6 ? 2 : 0);
    const uint8_t real_base = base == 4 ? next() & 7 : base;
    form_.is_relative = form_.is_64_bit && mode == 0 && base == 5;
    read_displacement(mode == 1 ? 1 : mode == 2 || real_base == 5 ? 4 : 0);
  }

  void read_displacement(unsigned bytes) {
    uint32_t bits = 0;
    for (unsigned i = 0; i < bytes; i++)
      bits |= uint32_t{next()} << 8 * i;
    form_.displacement = static_cast<int32_t>(bytes == 1 ? static_cast<int8_t>(bits) : bits);
  }

  std::span<const uint8_t> code_;
  size_t at_ = 0;
  bool valid_ = true;
  X86Form form_;
};

std::optional<int64_t> jump_target(const X86Form &form, std::span<const uint8_t> code,
                                   uint64_t offset) {
  int64_t distance = 0;
  if (form.opcode == 0xeb) {
    distance = static_cast<int8_t>(code[form.size - 1]);
  } else if (form.opcode == 0xe9) {
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++)
      bits |= uint32_t{code[form.size - 4 + i]} << 8 * i;
    distance = static_cast<int32_t>(bits);
  } else {
    return std::nullopt;
  }
  return static_cast<int64_t>(offset + form.size) + distance;
}

Instruction instruction_of(const X86Form &form, std::span<const uint8_t> code, uint64_t offset,
                           uint64_t function_size) {
  const bool plain = form.is_legacy(X86Form::OneByte);
  const auto to = plain ? jump_target(form, code, offset) : std::nullopt;
  return {.offset = offset,
          .size = form.size,
          .is_return = plain && (form.opcode & 0xf6) == 0xc2,
          .is_jump_out = to && static_cast<uint64_t>(*to) >= function_size, // before it: it wraps
          .jumps_to = to.value_or(0),
          .refused = why_refused_x86(form, offset == 0)};
}

// What the function reads by the distance from an instruction, as numbers that its author put behind
// it, is no code: a breakpoint would change it.
void refuse_data(std::vector<Instruction> &instructions, uint64_t data) {
  for (Instruction &one : instructions)
    if (one.offset + one.size > data)
      one.refused = "the function refers to it, or to what is before it, as data";
}

std::vector<Instruction> read_x86(std::span<const uint8_t> code, bool is_64_bit) {
  std::vector<Instruction> instructions;
  uint64_t data = code.size();
  for (uint64_t offset = 0; offset < code.size();) {
    const std::span<const uint8_t> rest = code.subspan(offset);
    const auto form = read_x86_form(rest, is_64_bit);
    if (!form)
      break;
    instructions.push_back(instruction_of(*form, rest, offset, code.size()));
    offset += form->size;
    const uint64_t operand = offset + static_cast<int64_t>(form->displacement);
    if (form->is_relative && operand > 0)
      data = std::min(data, operand);
  }
  refuse_data(instructions, data);
  return instructions;
}

} // namespace

std::optional<X86Form> read_x86_form(std::span<const uint8_t> code, bool is_64_bit) {
  return X86Reader(code, is_64_bit).read();
}

std::vector<Instruction> read_x86_64(std::span<const uint8_t> code) {
  return read_x86(code, true);
}

std::vector<Instruction> read_i386(std::span<const uint8_t> code) {
  return read_x86(code, false);
}

} // namespace dtrace
