// The command: -l, and with -v what each probe's arguments are.
#pragma once
#include "command_line.h"

namespace dtrace {
int list_probes(Session &session, Output &output, const CommandLine &line);
}
