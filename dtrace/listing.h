// The command: -l, and with -v what each probe's arguments are.
#pragma once
#include "command_line.h"

#include <dtrace/dtrace.h>

namespace dtrace {
// -v: the least stable of what a program enables and uses. `title`: "script 'x.d'".
void print_stability(FILE *output, const char *title, const dtrace_proginfo_t &info);
int list_probes(dtrace_hdl_t *dtp, FILE *output, const CommandLine &line); // exit status
}
