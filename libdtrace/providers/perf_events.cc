// Stage: providers. An event a CPU. The kernel ends the events of a CPU that goes away, and
// does not begin them again.
#include "providers/perf_events.h"

#include "base/descriptor.h"
#include "base/limits.h"
#include "providers/cpu_news.h"
#include "system/perf_event.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/ioctl.h>
#include <unistd.h>

namespace dtrace {

namespace {

class CpuEvents : public Link {
public:
  // A descriptor of its own for the program: links may be closed after the programs.
  CpuEvents(const perf_event_attr &attributes, int program_fd)
      : attributes_(attributes), program_(fcntl(program_fd, F_DUPFD_CLOEXEC, 0)),
        news_([this](int cpu, bool online) { return follow(cpu, online); }) {}

  // False, and errno.
  bool begin(int cpu) {
    const std::lock_guard lock(mutex_);
    if (events_.contains(cpu)) // it has just come
      return true;
    Descriptor event = open_perf_event(attributes_, -1, cpu);
    if (!event || ioctl(event.get(), PERF_EVENT_IOC_SET_BPF, program_.get()) != 0)
      return false;
    events_.emplace(cpu, std::move(event));
    return true;
  }
  bool any() const { return !events_.empty(); }

private:
  bool follow(int cpu, bool online) {
    if (online)
      return begin(cpu) || errno == ENODEV; // gone again
    const std::lock_guard lock(mutex_);
    events_.erase(cpu);
    return true;
  }

  perf_event_attr attributes_;
  Descriptor program_;
  std::mutex mutex_;
  std::map<int, Descriptor> events_; // by CPU
  CpuNews news_;                     // dies first
};
} // namespace

Result<std::unique_ptr<Link>> attach_to_every_cpu(perf_event_attr attributes,
                                                  const std::string &what,
                                                  const LoadedProgram &program) {
  auto events = std::make_unique<CpuEvents>(attributes, program.fd); // hears of CPUs from now on
  const int cpus = sysconf(_SC_NPROCESSORS_CONF);
  int last = 0;
  for (int cpu = 0; cpu < cpus; cpu++)
    if (!events->begin(cpu) && (last = errno) != ENODEV)
      return fail("failed to start %s on CPU %d: %s%s", what.c_str(), cpu, explain_errno(last).c_str(),
                  last == EPERM || last == EACCES ? "; root or CAP_PERFMON is needed" : "");
  if (!events->any())
    return fail("failed to start %s: %s", what.c_str(), explain_errno(last).c_str());
  return events;
}

bool can_count(perf_event_attr attributes) {
  attributes.disabled = 1;
  return static_cast<bool>(open_perf_event(attributes, -1, 0));
}

} // namespace dtrace
