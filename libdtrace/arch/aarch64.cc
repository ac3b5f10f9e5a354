// Stage: arch. The rows of AArch64, and of the 32-bit Arm programs that it may run.
#include "arch/aarch64_code.h"
#include "arch/processor.h"

#include <elf.h>

namespace dtrace {

namespace {

constexpr CodeRules aarch64_code_rules = {read_aarch64, why_refused_aarch64, entry_offset_aarch64};

// AAPCS64 6.8.2. x8, which is not an argument's, tells where a large result goes.
constexpr CallingConvention aarch64_calls = {.word = 8,
                                             .integers = 8,
                                             .floats = 8,
                                             .in_registers = 16,
                                             .large_by_reference = true,
                                             .result_takes_argument = false,
                                             .numbers_alone = true,
                                             .stack_ends_registers = true,
                                             .wide_floats_in_memory = false};

// arch/arm64/include/asm/ptrace.h: x0 to x30, sp, pc, pstate.
constexpr uint8_t pc_word = 32, pstate_word = 33;
constexpr uint8_t aarch64_words[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                     11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                     22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
// Programs have no code above it unless they ask for that (arch/arm64's DEFAULT_MAP_WINDOW).
constexpr uint64_t most_code_address = (uint64_t{1} << 48) - 1;
constexpr FrameRules aarch64_frames = {.frame_pointer = 29,
                                       .stack_pointer = 31,
                                       .address_word = pc_word,
                                       .words = aarch64_words,
                                       .signed_addresses = true,
                                       .address_bits = most_code_address,
                                       .is_64_bit = [](std::span<const uint64_t> pt_regs) {
                                         constexpr uint64_t mode_32_bit = 0x10;
                                         return pt_regs.size() > pstate_word &&
                                                !(pt_regs[pstate_word] & mode_32_bit);
                                       }};

// bti c; nop; ret.
constexpr uint8_t aarch64_probe[] = {0x5f, 0x24, 0x03, 0xd5, 0x1f, 0x20,
                                     0x03, 0xd5, 0xc0, 0x03, 0x5f, 0xd6};
// bti c; adrp x0, address; ldrh w0, [x0, :lo12:address]; ret.
constexpr uint8_t aarch64_load[] = {0x5f, 0x24, 0x03, 0xd5, 0x00, 0x00, 0x00, 0x90,
                                    0x00, 0x00, 0x40, 0x79, 0xc0, 0x03, 0x5f, 0xd6};
constexpr ProbeCode::Relocation aarch64_relocations[] = {{4, R_AARCH64_ADR_PREL_PG_HI21, 0},
                                                         {8, R_AARCH64_LDST16_ABS_LO12_NC, 0}};
constexpr std::string_view aarch64_registers[] = {"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"};
constexpr uint32_t bti_and_pac = 3;

} // namespace

constexpr Processor aarch64 = {
    .machine = EM_AARCH64,
    .elf_class = ELFCLASS64,
    .name = "AArch64",
    .tool_prefix = "aarch64-",
    .pc_word = pc_word,
    .code = &aarch64_code_rules,
    .calls = &aarch64_calls,
    .frames = &aarch64_frames,
    .operand = usdt::aarch64_operand,
    .probes = {.property = GNU_PROPERTY_AARCH64_FEATURE_1_AND,
               .features = bti_and_pac,
               .probe = aarch64_probe,
               .probe_offset = 4,
               .load = aarch64_load,
               .load_relocations = aarch64_relocations,
               .address_relocation = R_AARCH64_ABS64,
               .argument_registers = aarch64_registers,
               .stack_operand = [](int offset) { return "[sp, " + std::to_string(offset) + "]"; },
               .first_stack_offset = 0},
    .asker_frames = 1};

constexpr Processor arm = {
    .machine = EM_ARM, .elf_class = ELFCLASS32, .name = "ARM", .tool_prefix = "arm-"};

} // namespace dtrace
