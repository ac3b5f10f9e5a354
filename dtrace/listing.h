// The command: -l, and with -v what each probe's arguments are.
#pragma once
#include "command_line.h"

#include <dtrace/dtrace.h>

namespace dtrace {
int list_probes(dtrace_hdl_t *dtp, FILE *output, const CommandLine &line); // exit status
}
