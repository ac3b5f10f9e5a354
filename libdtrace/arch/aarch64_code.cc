// Stage: arch. AArch64's instructions (Arm ARM, C4.1): all have one length; what leaves a function,
// and what the kernel refuses or runs wrong out of line, is told by some of their bits.
#include "arch/aarch64_code.h"

namespace dtrace {

namespace {

constexpr uint32_t instruction_size = 4;

struct Pattern {
  uint32_t mask, bits;
  constexpr bool matches(uint32_t instruction) const { return (instruction & mask) == bits; }
};

// ret Xn, retaa, retab.
constexpr Pattern returns[] = {
    {0xfffffc1f, 0xd65f0000}, {0xffffffff, 0xd65f0bff}, {0xffffffff, 0xd65f0fff}};
constexpr Pattern branch = {0xfc000000, 0x14000000}; // b

// A row: why no probe is set there. arch/arm64/kernel/probes/decode-insn.c refuses most of them.
struct Kind {
  Pattern pattern;
  const char *reason;
};
constexpr Kind refused_kinds[] = {
    {{0xff000000, 0xd4000000}, "it raises an exception"}, // svc, hvc, smc, brk, hlt
    {{0xffff0000, 0xd69f0000}, "the kernel refuses it"},  // eret and its like
    {{0xffdff800, 0xd71f0800},
     "the kernel does not simulate jumps that check a pointer"}, // braa, blraa and their like
    {{0xffdff81f, 0xd61f081f},
     "the kernel does not simulate jumps that check a pointer"}, // braaz, blraaz and their like
    {{0xfffffbff, 0xd65f0bff},
     "the kernel does not simulate jumps that check a pointer"},      // retaa, retab
    {{0xfff8f01f, 0xd500401f}, "it may change how it is stepped"},    // msr of an immediate
    {{0xfff00000, 0xd5100000}, "it may change how it is stepped"},    // msr of a register
    {{0xffffffe0, 0xd53b4220}, "it would see what stepping has set"}, // mrs of daif
    {{0x3b000000, 0x18000000},
     "its address depends on where it is"}, // ldr, ldrsw, prfm of a literal
    {{0x3f800000, 0x08000000},
     "an exception between the two undoes them"}, // exclusive loads and stores
    {{0x3b200c00, 0x19000400}, "it works only together with two other instructions"}, // cpy*, set*
    {{0xffff0000, 0x00000000}, "it is not an instruction"},                           // udf
};
// Of the hints those that the kernel steps; others wait, or check a pointer, where they stand.
constexpr Pattern hint = {0xfffff01f, 0xd503201f};
constexpr Pattern steppable_hints[] = {
    {0xffffffff, 0xd503201f}, // nop
    {0xffffff3f, 0xd503241f}, // bti, for calls, for jumps, for both
    {0xffffff9f, 0xd503231f}, // paciaz, paciasp, pacibz, pacibsp
    {0xffffffbf, 0xd503211f}, // pacia1716, pacib1716
    {0xffffffff, 0xd50320ff}, // xpaclri
};

constexpr Pattern load_exclusive = {0x3fc00000, 0x08400000},
                  store_exclusive = {0x3fc00000, 0x08000000};
constexpr size_t longest_exclusive = 16; // instructions

uint32_t bits_at(std::span<const uint8_t> code, uint64_t offset) {
  uint32_t bits = 0;
  for (unsigned i = 0; i < instruction_size; i++)
    bits |= uint32_t{code[offset + i]} << 8 * i;
  return bits;
}

bool among(std::span<const Pattern> patterns, uint32_t bits) {
  for (const Pattern &one : patterns)
    if (one.matches(bits))
      return true;
  return false;
}

// Marks what lies from a load-exclusive to the store that belongs to it.
void mark_exclusive(std::span<const uint8_t> code, std::vector<Instruction> &instructions) {
  for (size_t first = 0; first < instructions.size(); first++) {
    if (!load_exclusive.matches(bits_at(code, instructions[first].offset)))
      continue;
    size_t last = first;
    for (size_t i = first; i < instructions.size() && i < first + longest_exclusive; i++)
      if (store_exclusive.matches(bits_at(code, instructions[i].offset)))
        last = i;
    for (size_t i = first; i <= last; i++)
      instructions[i].refused = "an exception between a load-exclusive and its store undoes them";
  }
}

const char *why_refused(uint32_t bits) {
  for (const Kind &kind : refused_kinds)
    if (kind.pattern.matches(bits))
      return kind.reason;
  return hint.matches(bits) && !among(steppable_hints, bits) ? "the kernel refuses to step it"
                                                             : nullptr;
}

} // namespace

std::vector<Instruction> read_aarch64(std::span<const uint8_t> code) {
  std::vector<Instruction> instructions;
  for (uint64_t offset = 0; offset + instruction_size <= code.size(); offset += instruction_size) {
    const uint32_t bits = bits_at(code, offset);
    const int64_t distance = static_cast<int32_t>(bits << 6) >> 4; // 26 bits, times 4
    const int64_t to = static_cast<int64_t>(offset) + distance;
    const bool jumps_out = branch.matches(bits) && static_cast<uint64_t>(to) >= code.size();
    instructions.push_back(
        {offset, instruction_size, among(returns, bits), jumps_out, to, why_refused(bits)});
  }
  mark_exclusive(code, instructions);
  return instructions;
}

const char *why_refused_aarch64(std::span<const uint8_t> code, bool) {
  return code.size() < instruction_size ? "it is cut off" : why_refused(bits_at(code, 0));
}

uint64_t entry_offset_aarch64(std::span<const uint8_t>, bool) {
  return 0;
}

} // namespace dtrace
