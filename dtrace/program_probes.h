// The command: dtrace -h and dtrace -G, for programs with probes of their own.
#pragma once
#include "command_line.h"

namespace dtrace {

// One provider file to a header (-h) or an object (-G), at the path of -o; without one prov.d makes
// prov.h or prov.o in the current folder. Returns the exit status.
int make_program_probes(dtrace_hdl_t *dtp, const CommandLine &line);

} // namespace dtrace
