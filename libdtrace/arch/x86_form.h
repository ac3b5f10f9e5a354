// Stage: arch. One x86 instruction taken apart (Intel SDM volume 2, chapter 2), as far as its
// length and the question whether a probe may be set on it ask for.
#pragma once
#include <cstdint>
#include <optional>
#include <span>

namespace dtrace {

struct X86Form {
  enum Encoding : uint8_t { Legacy, Vex, Evex, Xop };
  enum Map : uint8_t { OneByte, TwoBytes, Map38, Map3a };

  Encoding encoding = Legacy;
  Map map = OneByte;
  uint8_t opcode = 0;
  uint8_t modrm = 0; // 0: it has none
  uint8_t rex = 0;   // 0: it has none
  bool is_64_bit = true;
  bool has_66 = false, has_67 = false, has_rep = false; // prefixes; rep: 0xf2 or 0xf3
  bool has_segment = false, has_lock = false;           // segment: es, cs, ss, ds
  bool is_relative = false; // its operand lies at a distance from its end
  int32_t displacement = 0; // of the operand in memory, in bytes
  uint32_t size = 0;        // of all of it, in bytes

  bool is_legacy(Map of) const { return encoding == Legacy && map == of; }
  bool is_wide() const { return rex & 8; }
  unsigned group() const { return modrm >> 3 & 7; } // the opcode's further bits, or a register
};

// What `code` begins with; nothing: it is not an instruction, or is cut off.
std::optional<X86Form> read_x86_form(std::span<const uint8_t> code, bool is_64_bit);

// Why no probe may be set on it (x86_refused.cc); null: one may be. at_entry: as the first
// instruction of a function.
const char *why_refused_x86(const X86Form &form, bool at_entry);

} // namespace dtrace
