// Stage: arch. The rows of AArch64, and of the 32-bit Arm programs that it may run.
#include "arch/aarch64_code.h"
#include "arch/processor.h"

#include <elf.h>

namespace dtrace {

namespace {
constexpr CodeRules aarch64_code_rules = {read_aarch64, can_be_stepped_aarch64,
                                          entry_offset_aarch64};
} // namespace

constexpr Processor aarch64 = {.machine = EM_AARCH64,
                               .elf_class = ELFCLASS64,
                               .name = "AArch64",
                               .tool_prefix = "aarch64-",
                               .code = &aarch64_code_rules};

constexpr Processor arm = {
    .machine = EM_ARM, .elf_class = ELFCLASS32, .name = "ARM", .tool_prefix = "arm-"};

} // namespace dtrace
