// Stage: arch. The processor that this is built for, as the name of a namespace: the one place that
// asks. own::processor, own::processor_32; own::macros, of cpp; own::registers, of uregs[] by the
// numbers of translators/regs.d; own::number(), of a row of syscall_table.def.
#pragma once

#if defined(__x86_64__)
#include "arch/x86_own.h"
namespace dtrace {
namespace own = own_x86_64;
}
#elif defined(__aarch64__)
#include "arch/aarch64_own.h"
namespace dtrace {
namespace own = own_aarch64;
}
#else
#error "a processor that arch/ does not know: ARCHITECTURE.md says what it needs"
#endif
