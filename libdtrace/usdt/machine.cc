#include "usdt/machine.h"

#include <elf.h>

namespace dtrace::usdt {

namespace {

// System V ABI, AMD64: endbr64; nop; ret.
constexpr uint8_t x86_64_probe[] = {0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xc3};
// endbr64; movzwl address(%rip), %eax; ret.
constexpr uint8_t x86_64_load[] = {0xf3, 0x0f, 0x1e, 0xfa, 0x0f, 0xb7, 0x05, 0, 0, 0, 0, 0xc3};
constexpr Machine::Relocation x86_64_relocations[] = {{7, R_X86_64_PC32, -4}};
constexpr std::string_view x86_64_registers[] = {"%rdi", "%rsi", "%rdx", "%rcx", "%r8", "%r9"};
std::string x86_64_stack(int offset) {
  return std::to_string(offset) + "(%rsp)";
}

// Procedure call standard for AArch64: bti c; nop; ret.
constexpr uint8_t aarch64_probe[] = {0x5f, 0x24, 0x03, 0xd5, 0x1f, 0x20,
                                     0x03, 0xd5, 0xc0, 0x03, 0x5f, 0xd6};
// bti c; adrp x0, address; ldrh w0, [x0, :lo12:address]; ret.
constexpr uint8_t aarch64_load[] = {0x5f, 0x24, 0x03, 0xd5, 0x00, 0x00, 0x00, 0x90,
                                    0x00, 0x00, 0x40, 0x79, 0xc0, 0x03, 0x5f, 0xd6};
constexpr Machine::Relocation aarch64_relocations[] = {{4, R_AARCH64_ADR_PREL_PG_HI21, 0},
                                                       {8, R_AARCH64_LDST16_ABS_LO12_NC, 0}};
constexpr std::string_view aarch64_registers[] = {"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"};
std::string aarch64_stack(int offset) {
  return "[sp, " + std::to_string(offset) + "]";
}

// The features are those that code has which may be jumped to only where it says so and that keeps
// its return addresses: IBT and SHSTK; BTI and PAC.
constexpr uint32_t both_features = 3;
constexpr Machine rows[] = {
    {EM_X86_64, ELFCLASS64, "x86-64", "x86_64-", x86_64_probe, 4, x86_64_load, x86_64_relocations,
     R_X86_64_64, GNU_PROPERTY_X86_FEATURE_1_AND, both_features, x86_64_registers, x86_64_stack, 8},
    {EM_AARCH64, ELFCLASS64, "AArch64", "aarch64-", aarch64_probe, 4, aarch64_load,
     aarch64_relocations, R_AARCH64_ABS64, GNU_PROPERTY_AARCH64_FEATURE_1_AND, both_features,
     aarch64_registers, aarch64_stack, 0},
    {EM_386, ELFCLASS32, "i386", "i686-", {}, 0, {}, {}, 0, GNU_PROPERTY_X86_FEATURE_1_AND,
     both_features, {}, nullptr, 0},
    {EM_ARM, ELFCLASS32, "ARM", "arm-", {}, 0, {}, {}, 0, 0, 0, {}, nullptr, 0},
};

#ifdef __x86_64__
constexpr uint16_t own_elf[] = {EM_X86_64, EM_386};
#elif defined __aarch64__
constexpr uint16_t own_elf[] = {EM_AARCH64, EM_ARM};
#else
#error "a row of this table for this machine"
#endif

} // namespace

std::span<const Machine> machines() {
  return rows;
}

const Machine *find_machine(uint16_t elf, uint8_t elf_class) {
  for (const Machine &row : rows)
    if (row.elf == elf && row.elf_class == elf_class)
      return &row;
  return nullptr;
}

const Machine *own_machine(bool with_32_bits) {
  return find_machine(own_elf[with_32_bits], with_32_bits ? ELFCLASS32 : ELFCLASS64);
}

const Machine *machine_of_compiler(std::string_view command) {
  command = command.substr(0, command.find(' '));
  command = command.substr(command.rfind('/') + 1);
  for (const Machine &row : rows)
    if (command.starts_with(row.prefix))
      return &row;
  return nullptr;
}

} // namespace dtrace::usdt
