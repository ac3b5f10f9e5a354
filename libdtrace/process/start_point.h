// Stage: process. Runs a program of -c, held before its first instruction, on to where its probes are
// to be looked for (-x evaltime; Guide, chapter pid Provider, names them by the dynamic linker's
// work).
#pragma once
#include <sys/types.h>

namespace dtrace {

enum class StartPoint {
  Exec,     // before its first instruction: only the program and the dynamic linker are there
  PreInit,  // its libraries are mapped; nothing of them has run
  PostInit, // the libraries' initialisers have run; at the program's first instruction
  Main,     // at main(); of a program in Go as PostInit
};

// The process is held by ptrace when this is called and after; a program without dynamic linker stays
// where it is for PreInit and PostInit. False: it has ended meanwhile, with *status of waitpid().
// Whatever goes wrong (no symbols to find the place by), it stays held where it has come to.
bool run_to(pid_t process, StartPoint point, int *status);

} // namespace dtrace
