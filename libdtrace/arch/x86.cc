// Stage: arch. The rows of x86-64, and of the i386 programs that it runs.
#include "arch/processor.h"
#include "arch/x86_code.h"

#include <elf.h>

namespace dtrace {

namespace {

constexpr CodeRules code_64 = {read_x86_64, why_refused_x86_64, entry_offset_x86_64};
constexpr CodeRules code_32 = {read_i386, why_refused_i386, entry_offset_i386};

// x86-64 psABI 3.2.3; i386 psABI 2.2.3.
constexpr CallingConvention calls_64 = {.word = 8,
                                        .integers = 6,
                                        .floats = 8,
                                        .in_registers = 16,
                                        .large_by_reference = false,
                                        .result_takes_argument = true,
                                        .numbers_alone = false,
                                        .stack_ends_registers = false,
                                        .wide_floats_in_memory = true};
constexpr CallingConvention calls_32 = {.word = 4,
                                        .integers = 0,
                                        .floats = 0,
                                        .in_registers = 0,
                                        .large_by_reference = false,
                                        .result_takes_argument = true,
                                        .numbers_alone = false,
                                        .stack_ends_registers = false,
                                        .wide_floats_in_memory = false};

// arch/x86/include/asm/ptrace.h: r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs
// flags sp ss; DWARF: rax rdx rcx rbx rsi rdi rbp rsp r8 … r15.
constexpr uint8_t ip_word = 16, cs_word = 17, pt_regs_words = 21;
constexpr uint8_t words_of_registers[] = {10, 12, 11, 5, 13, 14, 4, 19, 9, 8, 7, 6, 3, 2, 1, 0};
constexpr FrameRules frames_64 = {
    .frame_pointer = 6,
    .stack_pointer = 7,
    .address_word = ip_word,
    .words = words_of_registers,
    .signed_addresses = false,
    .address_bits = ~uint64_t{0},
    .is_64_bit = [](std::span<const uint64_t> pt_regs) {
      constexpr uint64_t code_segment_32_bit = 0x23;
      return pt_regs.size() >= pt_regs_words && (pt_regs[cs_word] & 0xffff) != code_segment_32_bit;
    }};

// System V ABI, AMD64: endbr64; nop; ret.
constexpr uint8_t probe_64[] = {0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xc3};
// endbr64; movzwl address(%rip), %eax; ret.
constexpr uint8_t load_64[] = {0xf3, 0x0f, 0x1e, 0xfa, 0x0f, 0xb7, 0x05, 0, 0, 0, 0, 0xc3};
constexpr ProbeCode::Relocation load_relocations_64[] = {{7, R_X86_64_PC32, -4}};
constexpr std::string_view argument_registers_64[] = {"%rdi", "%rsi", "%rdx",
                                                      "%rcx", "%r8",  "%r9"};
constexpr uint32_t ibt_and_shstk = 3; // jumped to only where it says so; keeps return addresses

} // namespace

constexpr Processor x86_64 = {
    .machine = EM_X86_64,
    .elf_class = ELFCLASS64,
    .name = "x86-64",
    .tool_prefix = "x86_64-",
    .pc_word = ip_word,
    .code = &code_64,
    .calls = &calls_64,
    .frames = &frames_64,
    .operand = usdt::x86_operand,
    .probes = {.property = GNU_PROPERTY_X86_FEATURE_1_AND,
               .features = ibt_and_shstk,
               .probe = probe_64,
               .probe_offset = 4,
               .load = load_64,
               .load_relocations = load_relocations_64,
               .address_relocation = R_X86_64_64,
               .argument_registers = argument_registers_64,
               .stack_operand = [](int offset) { return std::to_string(offset) + "(%rsp)"; },
               .first_stack_offset = 8}};

constexpr Processor i386 = {
    .machine = EM_386,
    .elf_class = ELFCLASS32,
    .name = "i386",
    .tool_prefix = "i686-",
    .pc_word = ip_word,
    .code = &code_32,
    .calls = &calls_32,
    .operand = usdt::x86_operand,
    .probes = {.property = GNU_PROPERTY_X86_FEATURE_1_AND, .features = ibt_and_shstk}};

} // namespace dtrace
