// Stage: arch. The rows of x86-64, and of the i386 programs that it runs.
#include "arch/processor.h"
#include "arch/x86_code.h"

#include <elf.h>

namespace dtrace {

namespace {
constexpr CodeRules code_64 = {read_x86_64, can_be_stepped_x86_64, entry_offset_x86_64};
constexpr CodeRules code_32 = {read_i386, can_be_stepped_i386, entry_offset_i386};
} // namespace

constexpr Processor x86_64 = {.machine = EM_X86_64,
                              .elf_class = ELFCLASS64,
                              .name = "x86-64",
                              .tool_prefix = "x86_64-",
                              .code = &code_64};

constexpr Processor i386 = {.machine = EM_386,
                            .elf_class = ELFCLASS32,
                            .name = "i386",
                            .tool_prefix = "i686-",
                            .code = &code_32};

} // namespace dtrace
