// Stage: providers. Uprobes by uprobe_multi links or by perf events.
#include "providers/user_probes.h"

#include "providers/descriptor_link.h"

#include <algorithm>
#include <atomic>
#include <bpf/bpf.h>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace dtrace {

namespace {

// Each close waits until no CPU runs the probe any more, unless several wait together.
constexpr size_t most_closers = 32;

void close_all(std::vector<int> &fds) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < fds.size();)
      close(fds[i]);
  };
  std::vector<std::jthread> closers;
  for (size_t i = 1; i < std::min(fds.size(), most_closers); i++)
    closers.emplace_back(work);
  work();
}

class UserProbeLinks : public Link {
public:
  ~UserProbeLinks() override { close_all(fds); }
  std::vector<int> fds;
};

// ---- uprobe_multi ----------------------------------------------------------------------------

int create_multi_link(const UserProbes &probes, std::span<const UserProbePoint> points,
                      int program_fd) {
  std::vector<uint64_t> offsets, cookies, counters;
  for (const UserProbePoint &point : points) {
    offsets.push_back(point.offset);
    cookies.push_back(point.cookie);
    counters.push_back(point.semaphore);
  }
  UprobeMultiAttributes attributes = {};
  attributes.program = program_fd;
  attributes.attach_type = uprobe_multi_attach_type;
  attributes.path = reinterpret_cast<uint64_t>(probes.path.c_str());
  attributes.offsets = reinterpret_cast<uint64_t>(offsets.data());
  attributes.cookies = reinterpret_cast<uint64_t>(cookies.data());
  if (std::ranges::any_of(counters, [](uint64_t counter) { return counter != 0; }))
    attributes.counter_offsets = reinterpret_cast<uint64_t>(counters.data());
  attributes.count = points.size();
  attributes.uprobe_flags = probes.at_return ? uprobe_multi_return : 0;
  attributes.process = probes.process;
  return syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof attributes);
}

// Of a place, not of the rest: what is there cannot be single-stepped, or is no code.
bool is_of_place(int error) {
  constexpr int not_supported = 524; // the kernel's own ENOTSUPP
  constexpr int errors[] = {EINVAL, EIO, ENOEXEC, EOPNOTSUPP, not_supported};
  return std::ranges::find(errors, error) != std::end(errors);
}

// One place that the kernel refuses would keep out all others of the link.
int attach_multi(const UserProbes &probes, std::span<const UserProbePoint> points, int program_fd,
                 std::vector<int> &fds) {
  const int fd = create_multi_link(probes, points, program_fd);
  if (fd >= 0) {
    fds.push_back(fd);
    return 0;
  }
  const int error = errno;
  if (points.size() == 1 || !is_of_place(error))
    return error;
  const size_t half = points.size() / 2;
  const int first = attach_multi(probes, points.first(half), program_fd, fds);
  const int second = attach_multi(probes, points.subspan(half), program_fd, fds);
  return first && second ? first : 0;
}

// ---- Perf events -----------------------------------------------------------------------------

// /sys/bus/event_source/devices/uprobe: type; format/retprobe: bit 0 of config;
// format/ref_ctr_offset: bits 32 to 63.
int uprobe_event_type() {
  static const int type = [] {
    int read = -1;
    std::ifstream("/sys/bus/event_source/devices/uprobe/type") >> read;
    return read;
  }();
  return type;
}
constexpr unsigned counter_shift = 32;

int open_event(const UserProbes &probes, const UserProbePoint &point) {
  perf_event_attr attributes = {};
  attributes.type = uprobe_event_type();
  attributes.size = sizeof attributes;
  attributes.config = (probes.at_return ? 1 : 0) | point.semaphore << counter_shift;
  attributes.uprobe_path = reinterpret_cast<uint64_t>(probes.path.c_str());
  attributes.probe_offset = point.offset;
  const int process = probes.process ? probes.process : -1;
  return syscall(SYS_perf_event_open, &attributes, process, process == -1 ? 0 : -1, -1,
                 PERF_FLAG_FD_CLOEXEC);
}

int attach_event(const UserProbes &probes, const UserProbePoint &point, int program_fd,
                 std::vector<int> &fds) {
  const int event = open_event(probes, point);
  if (event < 0)
    return errno;
  LIBBPF_OPTS(bpf_link_create_opts, options);
  options.perf_event.bpf_cookie = point.cookie;
  const int link = bpf_link_create(program_fd, event, BPF_PERF_EVENT, &options);
  const int error = link < 0 ? errno : ioctl(event, PERF_EVENT_IOC_ENABLE, 0) != 0 ? errno : 0;
  close(event); // the link holds it
  if (link >= 0)
    fds.push_back(link);
  return error;
}

int attach_events(const UserProbes &probes, int program_fd, std::vector<int> &fds) {
  allow_many_descriptors();
  int first_error = 0;
  bool any = false;
  for (const UserProbePoint &point : probes.points) {
    const int error = attach_event(probes, point, program_fd, fds);
    if (error == ESRCH || error == EMFILE || error == EPERM || error == EACCES)
      return error;
    first_error = first_error ? first_error : error;
    any |= error == 0;
  }
  return any ? 0 : first_error;
}

// A mapping that was there: the process has ended, or has let go of it.
bool is_gone(int error, const UserProbes &probes) {
  return error == ENOENT && probes.path.starts_with("/proc/");
}

std::string explain(int error, const UserProbes &probes) {
  if (error == EPERM || error == EACCES)
    return std::string(strerror(error)) + "; root, or CAP_BPF and CAP_PERFMON, is needed";
  if (error == EMFILE)
    return format("%zu probes need as many files: raise the limit (ulimit -n)",
                  probes.points.size());
  return is_of_place(error) ? "the kernel can set no breakpoint there" : strerror(error);
}

} // namespace

Result<std::vector<std::unique_ptr<Link>>> attach_user_probes(std::span<const UserProbes> probes,
                                                              const LoadedProgram &program) {
  auto links = std::make_unique<UserProbeLinks>();
  for (const UserProbes &file : probes) {
    if (file.points.empty())
      continue;
    if (!program.multi && uprobe_event_type() < 0)
      return fail(Tag::D_PROC_NODEV, {}, "this kernel has no uprobes: it cannot trace processes");
    const int error = program.multi
                          ? attach_multi(file, file.points, program.fd, links->fds)
                          : attach_events(file, program.fd, links->fds);
    if (error == 0 || (file.process && (error == ESRCH || is_gone(error, file))))
      continue;
    return fail(Tag::D_PROC_CREATEFAIL, {}, "failed to set %zu probe%s in %s: %s",
                file.points.size(), file.points.size() == 1 ? "" : "s", file.path.c_str(),
                explain(error, file).c_str());
  }
  std::vector<std::unique_ptr<Link>> result;
  result.push_back(std::move(links));
  return result;
}

} // namespace dtrace
