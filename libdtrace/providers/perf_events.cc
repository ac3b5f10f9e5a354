// Stage: providers. perf_event_open(2) by CPU.
#include "providers/perf_events.h"

#include "providers/descriptor_link.h"

#include <cerrno>
#include <cstring>
#include <sys/ioctl.h>
#include <sys/syscall.h>

namespace dtrace {

namespace {
int open_on(int cpu, perf_event_attr &attributes) {
  attributes.size = sizeof attributes;
  return syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
}
} // namespace

Result<void> attach_to_every_cpu(perf_event_attr attributes, const std::string &what,
                                 const LoadedProgram &program,
                                 std::vector<std::unique_ptr<Link>> &links) {
  const int cpus = sysconf(_SC_NPROCESSORS_CONF);
  for (int cpu = 0; cpu < cpus; cpu++) {
    const int fd = open_on(cpu, attributes);
    if (fd < 0 && errno == ENODEV && !links.empty()) // offline
      continue;
    if (fd >= 0)
      links.push_back(std::make_unique<DescriptorLink>(fd));
    if (fd < 0 || ioctl(fd, PERF_EVENT_IOC_SET_BPF, program.fd) != 0)
      return fail("failed to start %s on CPU %d: %s%s", what.c_str(), cpu, strerror(errno),
                  errno == EPERM || errno == EACCES ? "; root or CAP_PERFMON is needed" : "");
  }
  return {};
}

bool can_count(perf_event_attr attributes) {
  attributes.disabled = 1;
  const int fd = open_on(0, attributes);
  if (fd >= 0)
    close(fd);
  return fd >= 0;
}

} // namespace dtrace
