// The command: the programs of the command line, compiled; and errors, printed.
#pragma once
#include "command_line.h"

#include <dtrace/dtrace.h>

#include <cstdio>
#include <vector>

namespace dtrace {

constexpr int kFailed = 1;

// Prints the last error in full on standard error. Returns kFailed.
int report(dtrace_hdl_t *dtp);

// Flushes `output`. Returns 0, or kFailed after printing the reason.
int flush_output(FILE *output);

using Programs = std::vector<dtrace_prog_t *>;

// With `flags` (DTRACE_C_*), each program on its own. Returns 0, or kFailed after printing the
// errors.
int read_programs(dtrace_hdl_t *dtp, const CommandLine &line, uint32_t flags, Programs &programs);

// "script 'x.d'"; a description is cropped where its predicate or actions begin.
std::string title_of(const ProgramArgument &program);

// All together, ready for dtrace_enable(); tells how many probes each one matched.
int compile_programs(dtrace_hdl_t *dtp, const CommandLine &line, Programs &programs);

} // namespace dtrace
