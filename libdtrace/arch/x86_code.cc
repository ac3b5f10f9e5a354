// Stage: arch. Lengths of x86 instructions (Intel SDM volume 2, chapter 2 and appendix A), in which
// only what follows the opcode matters.
#include "arch/x86_code.h"

#include <array>
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

enum Map { OneByte, TwoBytes, Map38, Map3a };

class X86Instruction {
public:
  X86Instruction(std::span<const uint8_t> code, bool is_64_bit)
      : code_(code), is_64_bit_(is_64_bit) {}

  // Nothing: the bytes are no instruction.
  std::optional<Instruction> read(uint64_t offset, uint64_t function_size) {
    read_prefixes();
    const Map map = read_opcode();
    const char form = map == OneByte    ? one_byte[opcode_]
                      : map == TwoBytes ? two_bytes[opcode_]
                      : map == Map38    ? 'm'
                                        : 'M';
    if (!valid_ || !read_operands(is_vector_ && form == 'j' ? 'm' : form) || at_ > code_.size())
      return std::nullopt;
    const bool is_return = map == OneByte && !is_vector_ && (opcode_ & 0xf6) == 0xc2;
    const auto to = map == OneByte && !is_vector_ ? jump_target(offset) : std::nullopt;
    const bool jumps_out = to && static_cast<uint64_t>(*to) >= function_size; // before it: it wraps
    return Instruction{offset, static_cast<uint32_t>(at_), is_return, jumps_out, to.value_or(0)};
  }

private:
  uint8_t next() { return at_ < code_.size() ? code_[at_++] : (valid_ = false, uint8_t{0}); }
  uint8_t peek() const { return at_ < code_.size() ? code_[at_] : uint8_t{0}; }

  void read_prefixes() {
    constexpr std::string_view prefixes = "\x66\x67\xf2\xf3\xf0\x2e\x36\x3e\x26\x64\x65";
    for (; at_ < code_.size() && prefixes.contains(static_cast<char>(code_[at_])); at_++) {
      narrow_ |= code_[at_] == 0x66;
      short_address_ |= code_[at_] == 0x67;
    }
    if (is_64_bit_ && (peek() & 0xf0) == 0x40)
      wide_ = next() & 8;
  }

  Map read_opcode() {
    const uint8_t first = next();
    const bool may_be_vector = is_64_bit_ || peek() >= 0xc0;
    if (may_be_vector && (first == 0xc4 || first == 0xc5 || first == 0x62))
      return read_vector_opcode(first);
    opcode_ = first;
    if (first != 0x0f)
      return OneByte;
    opcode_ = next();
    if (opcode_ == 0x38 || opcode_ == 0x3a) {
      const Map map = opcode_ == 0x38 ? Map38 : Map3a;
      opcode_ = next();
      return map;
    }
    return TwoBytes;
  }

  // VEX and EVEX prefixes name the map.
  Map read_vector_opcode(uint8_t prefix) {
    is_vector_ = true;
    const uint8_t named = next();
    const unsigned map = prefix == 0xc5 ? 1 : named & (prefix == 0xc4 ? 0x1f : 0x07);
    for (int rest = prefix == 0xc5 ? 0 : prefix == 0xc4 ? 1 : 2; rest > 0; rest--)
      next();
    opcode_ = next();
    return map == 1 ? TwoBytes : map == 3 ? Map3a : Map38;
  }

  uint64_t half() const { return narrow_ && !wide_ ? 2 : 4; }

  bool read_operands(char form) {
    constexpr std::string_view with_operand = "mMZtT";
    uint8_t group = 0;
    if (with_operand.contains(form) && !is_special_vector())
      group = read_address() >> 3 & 7;
    switch (form) {
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
      at_ += is_64_bit_ ? 4 : half();
      break;
    case 'v':
      at_ += wide_ ? 8 : half();
      break;
    case 'a':
      at_ += is_64_bit_ != short_address_ ? (is_64_bit_ ? 8 : 2) : 4;
      break;
    case 'f':
      at_ += is_64_bit_ ? 0 : half() + 2;
      return !is_64_bit_;
    case 't':
      at_ += group < 2 ? 1 : 0;
      break;
    case 'T':
      at_ += group < 2 ? half() : 0;
      break;
    case 'x':
      return false;
    }
    return valid_;
  }
  bool is_special_vector() const { return is_vector_ && opcode_ == 0x77; } // vzeroupper

  // ModRM, and what it calls for; returns it.
  uint8_t read_address() {
    const uint8_t modrm = next(), mode = modrm >> 6, base = modrm & 7;
    if (mode == 3)
      return modrm;
    if (!is_64_bit_ && short_address_) {
      at_ += mode == 1 ? 1 : mode == 2 || base == 6 ? 2 : 0;
      return modrm;
    }
    const uint8_t real_base = base == 4 ? next() & 7 : base;
    at_ += mode == 1 ? 1 : mode == 2 || real_base == 5 ? 4 : 0;
    return modrm;
  }

  std::optional<int64_t> jump_target(uint64_t offset) const {
    int64_t distance = 0;
    if (opcode_ == 0xeb) {
      distance = static_cast<int8_t>(code_[at_ - 1]);
    } else if (opcode_ == 0xe9) {
      uint32_t bits = 0;
      for (size_t i = 0; i < 4; i++)
        bits |= uint32_t{code_[at_ - 4 + i]} << 8 * i;
      distance = static_cast<int32_t>(bits);
    } else {
      return std::nullopt;
    }
    return static_cast<int64_t>(offset + at_) + distance;
  }

  std::span<const uint8_t> code_;
  size_t at_ = 0;
  bool is_64_bit_, valid_ = true;
  bool narrow_ = false, short_address_ = false, wide_ = false, is_vector_ = false;
  uint8_t opcode_ = 0;
};

std::vector<Instruction> read_x86(std::span<const uint8_t> code, bool is_64_bit) {
  std::vector<Instruction> instructions;
  for (uint64_t offset = 0; offset < code.size();) {
    const auto instruction =
        X86Instruction(code.subspan(offset), is_64_bit).read(offset, code.size());
    if (!instruction)
      break;
    instructions.push_back(*instruction);
    offset += instruction->size;
  }
  return instructions;
}

} // namespace

std::vector<Instruction> read_x86_64(std::span<const uint8_t> code) {
  return read_x86(code, true);
}

std::vector<Instruction> read_i386(std::span<const uint8_t> code) {
  return read_x86(code, false);
}

} // namespace dtrace
