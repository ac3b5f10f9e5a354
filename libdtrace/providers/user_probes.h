// Stage: providers. Attaching one BPF program to places in programs and libraries: uprobes. A place
// is an offset into a file. Where the kernel can (6.6), one link takes all places of a file; else
// there is a perf event for each. Either way the program gets the place's cookie
// (bpf_get_attach_cookie), and whatever ends us, the probes are taken out (link_holder.h).
#pragma once
#include "providers/provider.h"

#include <sys/types.h>

namespace dtrace {

struct UserProbePoint {
  uint64_t offset; // bytes into the file
  uint64_t cookie;
  uint64_t semaphore = 0; // of a USDT probe: offset into the file of the 16-bit counter that the
                          // kernel holds above 0 while the probe is set; 0: none
};

struct UserProbes {
  std::string path;       // that we can open: /proc/123/map_files/…, /usr/lib/libc.so.6
  pid_t process = 0;      // this one only (as we see its id); 0: every process
  bool at_return = false; // when the function at the offset returns (a uretprobe)
  std::vector<UserProbePoint> points;
};

// Attaches `program`, which is of BpfKind::Uprobe, to all of them, until its `holder` releases
// them. A process that has ended meanwhile is not an error, nor are some places that the kernel
// refuses, as long as others are there; all of them refused is, and that we are not to go on.
Result<void> attach_user_probes(std::span<const UserProbes> probes, const LoadedProgram &program);

} // namespace dtrace
