// Stage: system. The numbers of processes where we run in another pid namespace than the machine's
// first: system calls, -p and -c go by our namespace's (own); what BPF programs see, and D's pid
// shows, are those of the first one (shown); and the files in /proc have those of the namespace
// that it was mounted in, which may be either. In the first namespace all are equal, and nothing is
// asked. A task iterator of the kernel (Documentation/bpf/bpf_iterators.rst) tells both numbers of
// each process; the answer is kept, and asked again for a process that is not in it. May be called
// by several threads. Processes that our namespace does not see have no own number.
#pragma once
#include <string>
#include <sys/types.h>

namespace dtrace {

bool has_own_pids(); // we are in another namespace than the first

// The same number where it is not known, as for a process that has ended.
pid_t shown_pid(pid_t own);
pid_t own_pid(pid_t shown);

std::string process_folder(pid_t own);         // "/proc/123"
std::string shown_process_folder(pid_t shown); // of the number that a record has

} // namespace dtrace
