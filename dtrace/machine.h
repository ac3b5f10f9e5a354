// The command: dtrace --info.
#pragma once
#include <cstdio>

namespace dtrace {
// What this machine can trace, as a text for reports of faults. Returns the exit status.
int show_machine(FILE *output);
}
